import { failedAssertion } from '../diagnostics/failedAssertion';
import { grouped } from '../diagnostics/firstLine';
import type { AssertStatement, ComparisonOperator, Expression } from '../syntax/tree';
import { evaluate, truth, type Environment } from './evaluate';
import type { AssertionResult } from './graph';
import { formatShape } from './shape';
import { asWord, isList, type Value } from './value';

/** Checks one assertion and reports it where it does not hold. */
export function checkAssertion(statement: AssertStatement, text: string, env: Environment): AssertionResult {
  const holds = truth(evaluate(statement.condition, env), statement.condition, env);
  const explanation = explain(statement.condition, { ...env, report: () => undefined });
  if (holds === false) env.report(failedAssertion(statement, text, explanation));
  return { span: statement, text, holds, explanation };
}

const opposite: { readonly [operator in ComparisonOperator]: string } = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/** `93,322 < 100,000`, or with the opposite sign where it does not hold. */
function explain(condition: Expression, env: Environment): string {
  switch (condition.kind) {
    case 'Parenthesized':
      return explain(condition.inner, env);
    case 'Not':
      return `not (${explain(condition.operand, env)})`;
    case 'Logical':
      return `${explain(condition.left, env)} ${condition.operator} ${explain(condition.right, env)}`;
    case 'Comparison': {
      const holds = evaluate(condition, env);
      const sign = holds === false ? opposite[condition.operator] : condition.operator;
      return `${show(evaluate(condition.left, env))} ${holds === undefined ? '?' : sign} ${show(evaluate(condition.right, env))}`;
    }
    default:
      return show(evaluate(condition, env));
  }
}

function show(value: Value): string {
  if (value === undefined) return '?';
  if (typeof value === 'number') return grouped(value);
  if (isList(value) && value.every((item) => item === null || typeof item === 'number')) return formatShape(value);
  if (value === null) return 'none';
  return asWord(value) ?? (typeof value === 'object' ? '?' : String(value));
}
