import { OperationError } from './operations/definition';
import { describe, sameShape } from './operations/shapes';
import { operationNamed } from './operations/registry';
import type { Operation, Program, ProgramFunction, TensorType } from './program';

/**
 * What is wrong with a program that did not come straight from the compiler (a stored one), one sentence each:
 * references to later or missing operations, types that do not follow, unknown feeds and variables, a variable
 * updated twice in a call, metrics that do not fill their vector.
 */
export function programProblems(program: Program): readonly string[] {
  const variables = new Map(program.variables.map((variable) => [variable.name, variable]));
  return Object.entries(program.functions).flatMap(([name, target]) =>
    functionProblems(target, variables).map((problem) => `${name}: ${problem}`),
  );
}

function functionProblems(target: ProgramFunction, variables: ReadonlyMap<string, TensorType>): readonly string[] {
  const problems = target.operations.flatMap((operation, index) =>
    operationProblems(target, operation, index, variables),
  );
  const updated = target.operations.flatMap(({ op, names }) => (isUpdate(op) ? (names ?? []) : []));
  const twice = updated.filter((name, index) => updated.indexOf(name) !== index);
  const missing = target.results.filter(
    ({ tensor }) => target.operations[tensor.operation]?.outputs[tensor.output] === undefined,
  );
  return [
    ...problems,
    ...twice.map((name) => `${name} is updated twice`),
    ...missing.map(({ name }) => `the result ${name} is not computed`),
    ...metricProblems(target),
  ];
}

function operationProblems(
  target: ProgramFunction,
  operation: Operation,
  index: number,
  variables: ReadonlyMap<string, TensorType>,
): readonly string[] {
  const inputs = operation.inputs.map((ref) =>
    ref.operation < index ? target.operations[ref.operation]?.outputs[ref.output] : undefined,
  );
  if (inputs.some((type) => type === undefined))
    return [`operation ${index} (${operation.op}) uses what does not come before it`];
  const known = inputs.filter((type) => type !== undefined);
  const names = operation.names ?? [];
  if (operation.op === 'Placeholder')
    return names.every((name) => target.feeds.some((feed) => feed.name === name))
      ? []
      : [`there is no feed ${names.join()}`];
  const unknown = names.filter((name) => !variables.has(name));
  if (unknown.length > 0) return [`there is no variable ${unknown.join()}`];
  if (known.length === 0 || isUpdate(operation.op)) return [];
  return typeProblems(operation, known, index);
}

function typeProblems(operation: Operation, inputs: readonly TensorType[], index: number): readonly string[] {
  try {
    const outputs = operationNamed(operation.op).infer(inputs, operation.attributes);
    const same =
      outputs.length === operation.outputs.length &&
      outputs.every((type, place) => sameType(type, operation.outputs[place]));
    return same
      ? []
      : [
          `operation ${index} (${operation.op}) gives ${outputs.map(({ dtype, shape }) => dtype + describe(shape)).join()}, not what it says`,
        ];
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return [`operation ${index} (${operation.op}): ${error.message}`];
  }
}

function sameType(a: TensorType, b: TensorType | undefined): boolean {
  return b !== undefined && a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

function metricProblems({ metricLayout, results, operations }: ProgramFunction): readonly string[] {
  const tensor = results.find(({ name }) => name === 'metrics')?.tensor;
  const length = tensor && operations[tensor.operation]?.outputs[tensor.output]?.shape[0];
  const laid = metricLayout.reduce((sum, slot) => sum + slot.length, 0);
  return metricLayout.length > 0 && laid !== length
    ? [`metrics have ${laid} places in a vector of ${String(length)}`]
    : [];
}

function isUpdate(op: string): boolean {
  return operationNamed(op).sideEffect === true;
}
