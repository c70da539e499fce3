import type { KernelValue } from '../layers/definition';
import type { Binary, Call, Comparison, Expression, InputExpression, Logical, Negation } from '../syntax/tree';
import { compareValues } from './compareValues';
import type { Report } from './problem';
import { asTensor, isList, type CallValue, type EvaluatedArgument, type TensorValue, type Value } from './value';

/** What names mean where an expression stands. Tensors exist in models and blocks alone. */
export interface Environment {
  /** The value of a block parameter; `known` tells an unknown value from no parameter. */
  parameter(name: string): { readonly value: Value } | undefined;
  kernel(name: string): KernelValue | undefined;
  readonly tensors: TensorEnvironment | undefined;
  /** Told whenever a parameter or a tensor is read: the expression is not constant then. */
  dependsOnContext(): void;
  readonly report: Report;
}

export interface TensorEnvironment {
  tensor(name: string): (() => TensorValue) | undefined;
  /** `in`; undefined outside blocks. */
  input(): TensorValue | undefined;
  openInput(expression: InputExpression): TensorValue;
  /** `a + b` and its like, where at least one side is a tensor. */
  combine(expression: Binary, left: Value, right: Value): TensorValue;
  negate(expression: Negation, tensor: TensorValue): TensorValue;
  /** `concat(a, b)`: a layer in the place of a value; undefined when the callee is no layer. */
  apply(call: Call): TensorValue | undefined;
  /** `params`, `shape(x)`, …: what only an assertion may ask; undefined when it is none of these. */
  measure(call: Call): { readonly value: Value } | undefined;
  /** The tensors that a name can mean here, for did-you-mean. */
  names(): Iterable<string>;
  /** A tensor of unknown shape in the place of one that is not there. */
  unknown(expression: Expression): TensorValue;
}

/**
 * The value of an expression. Total: what is wrong is reported once and gives `undefined`, and what is
 * computed from `undefined` is `undefined`.
 */
export function evaluate(expression: Expression, env: Environment): Value {
  switch (expression.kind) {
    case 'Number':
      return finite(expression.value, expression, env);
    case 'Shape':
      return expression.sizes;
    case 'Text':
      return expression.value;
    case 'Boolean':
      return expression.value;
    case 'None':
      return null;
    case 'In':
      return evaluateIn(expression, env);
    case 'Input':
      return evaluateInput(expression, env);
    case 'Call':
      return evaluateCall(expression, env);
    case 'List':
    case 'Tuple':
      return expression.items.map((item) => evaluate(item, env));
    case 'Map':
      env.report({ code: 'nn/type', span: expression, message: 'A map does not fit here' });
      return undefined;
    case 'Binary':
      return evaluateBinary(expression, env);
    case 'Negation':
      return evaluateNegation(expression, env);
    case 'Comparison':
      return evaluateComparison(expression, env);
    case 'Logical':
      return evaluateLogical(expression, env);
    case 'Not': {
      const value = truth(evaluate(expression.operand, env), expression.operand, env);
      return value === undefined ? undefined : !value;
    }
    case 'Parenthesized':
      return evaluate(expression.inner, env);
    case 'Missing':
      return undefined;
  }
}

/** Whether a condition holds; `none` and 0 don't. Undefined while it is unknown. */
export function truth(value: Value, expression: Expression, env: Environment): boolean | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  if (typeof value === 'number') return value !== 0;
  env.report({ code: 'nn/type', span: expression, message: 'A condition must be true or false' });
  return undefined;
}

/** Evaluates the arguments of a call in order. */
export function evaluateArguments(call: Call, env: Environment): readonly EvaluatedArgument[] {
  return (call.args?.items ?? []).map((node) => ({ name: node.name?.text, value: evaluate(node.value, env), node }));
}

function evaluateIn(expression: Expression, env: Environment): Value {
  env.dependsOnContext();
  const input = env.tensors?.input();
  if (input === undefined)
    env.report({ code: 'nn/in', span: expression, message: "'in' is a block's input; here there is none" });
  return input;
}

function evaluateInput(expression: InputExpression, env: Environment): Value {
  if (env.tensors !== undefined) return env.tensors.openInput(expression);
  env.report({ code: 'nn/input', span: expression, message: 'An input can only stand in a model' });
  return undefined;
}

function evaluateCall(call: Call, env: Environment): Value {
  const measured = env.tensors?.measure(call);
  if (measured !== undefined) return measured.value;
  return call.args === undefined ? evaluateName(call, env) : evaluateFunction(call, env);
}

function evaluateName(call: Call, env: Environment): Value {
  const text = call.callee.text;
  if (text === '') return undefined;
  const parameter = env.parameter(text);
  if (parameter !== undefined) {
    env.dependsOnContext();
    return parameter.value;
  }
  const tensor = env.tensors?.tensor(text);
  if (tensor !== undefined) env.dependsOnContext();
  return { kind: 'name', text, tensor, kernel: env.kernel(text) };
}

function evaluateFunction(call: Call, env: Environment): Value {
  if (call.callee.text === 'channels') return channels(call, env);
  const layer = env.tensors?.apply(call);
  if (layer !== undefined) return layer;
  const value: CallValue = { kind: 'call', name: call.callee.text, node: call, args: evaluateArguments(call, env) };
  return value;
}

/** `channels(x)`: the last size of a tensor, null sizes being unknown. */
function channels(call: Call, env: Environment): Value {
  env.dependsOnContext();
  if (env.tensors === undefined) {
    env.report({ code: 'nn/guard', span: call, message: 'channels(x) is known only where shapes are; not here' });
    return undefined;
  }
  const [argument] = call.args?.items ?? [];
  if (argument === undefined || call.args?.items.length !== 1) {
    env.report({ code: 'nn/argument', span: call, message: 'channels(x) takes one tensor' });
    return undefined;
  }
  const value = evaluate(argument.value, env);
  const tensor = asTensor(value);
  if (tensor !== undefined) return tensor.node.output?.at(-1) ?? undefined;
  if (value !== undefined) env.report({ code: 'nn/type', span: argument, message: 'channels(x) takes a tensor' });
  return undefined;
}

function evaluateBinary(expression: Binary, env: Environment): Value {
  const left = evaluate(expression.left, env);
  const right = evaluate(expression.right, env);
  if (env.tensors !== undefined && (asTensor(left) !== undefined || asTensor(right) !== undefined)) {
    return env.tensors.combine(expression, left, right);
  }
  return arithmetic(expression, left, right, env);
}

/** Arithmetic on numbers, and of a number with each number of a list (`[…] / 320`). */
function arithmetic(expression: Binary, left: Value, right: Value, env: Environment): Value {
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === 'number' && typeof right === 'number') return calculate(expression, left, right, env);
  if (isList(left) && typeof right === 'number') return left.map((item) => arithmetic(expression, item, right, env));
  if (typeof left === 'number' && isList(right)) return right.map((item) => arithmetic(expression, left, item, env));
  const wrong = typeof left === 'number' || isList(left) ? expression.right : expression.left;
  env.report({ code: 'nn/type', span: wrong, message: `'${expression.operator}' needs numbers here` });
  return undefined;
}

function calculate(expression: Binary, left: number, right: number, env: Environment): number | undefined {
  if (right === 0 && (expression.operator === '/' || expression.operator === '//')) {
    env.report({ code: 'nn/number', span: expression.right, message: 'Division by zero' });
    return undefined;
  }
  return finite(operate(expression.operator, left, right), expression, env);
}

function operate(operator: Binary['operator'], left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return Math.floor(left / right);
  }
}

function finite(value: number, expression: Expression, env: Environment): number | undefined {
  if (Number.isFinite(value)) return value;
  env.report({ code: 'nn/number', span: expression, message: 'This number is too large' });
  return undefined;
}

function evaluateNegation(expression: Negation, env: Environment): Value {
  const value = evaluate(expression.operand, env);
  const tensor = asTensor(value);
  if (tensor !== undefined && env.tensors !== undefined) return env.tensors.negate(expression, tensor);
  return negated(value, expression, env);
}

function negated(value: Value, expression: Negation, env: Environment): Value {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return -value;
  if (isList(value)) return value.map((item) => negated(item, expression, env));
  env.report({ code: 'nn/type', span: expression.operand, message: "'-' needs a number here" });
  return undefined;
}

function evaluateComparison(expression: Comparison, env: Environment): Value {
  const left = evaluate(expression.left, env);
  const right = evaluate(expression.right, env);
  // `output == 10` speaks of the whole shape: one axis, of ten. Receptive fields compare axis by axis.
  const isWhole = isShapeMeasure(expression.left) || isShapeMeasure(expression.right);
  const result = isWhole
    ? compareValues(expression.operator, asSizes(left), asSizes(right))
    : compareValues(expression.operator, left, right);
  if (result !== 'incomparable') return result;
  env.report({ code: 'nn/type', span: expression, message: `These cannot be compared by '${expression.operator}'` });
  return undefined;
}

function isShapeMeasure(expression: Expression): boolean {
  if (expression.kind === 'Parenthesized') return isShapeMeasure(expression.inner);
  return expression.kind === 'Call' && (expression.callee.text === 'output' || expression.callee.text === 'shape');
}

function asSizes(value: Value): Value {
  return typeof value === 'number' ? [value] : value;
}

function evaluateLogical(expression: Logical, env: Environment): boolean | undefined {
  const left = truth(evaluate(expression.left, env), expression.left, env);
  const right = truth(evaluate(expression.right, env), expression.right, env);
  const decides = expression.operator === 'or';
  if (left === decides || right === decides) return decides;
  return left === undefined || right === undefined ? undefined : !decides;
}
