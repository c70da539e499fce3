import { firstLine } from '../../diagnostics/firstLine';
import type { Comparison, TrainDeclaration } from '../../syntax/tree';
import { evaluate } from '../evaluate';
import type { FileScope } from '../fileScope';
import { fileEnvironment } from '../layerArguments';
import type { Report } from '../problem';
import type { RunAssertion } from '../trainSettings';

const flipped = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;

/** The assertions of a train block: a log value against a number, `test.accuracy > 0.98`. */
export function readRunAssertions(
  declaration: TrainDeclaration,
  scope: FileScope,
  report: Report,
): readonly RunAssertion[] {
  return declaration.assertions.flatMap(({ condition }) => {
    if (condition.kind === 'Missing') return [];
    const read = condition.kind === 'Comparison' ? readComparison(condition, scope, report) : undefined;
    if (read === undefined)
      report({
        code: 'nn/assert',
        span: condition,
        message: firstLine('Compare a log value with a number: test.accuracy > 0.98'),
      });
    return read ?? [];
  });
}

function readComparison(condition: Comparison, scope: FileScope, report: Report): RunAssertion | undefined {
  const text = scope.file.text.slice(condition.start, condition.end);
  const env = fileEnvironment(scope, report);
  const { left, right, operator } = condition;
  if (left.kind === 'Call' && left.args === undefined) {
    const value = evaluate(right, env);
    return typeof value === 'number' ? { metric: left.callee.text, operator, value, text } : undefined;
  }
  if (right.kind !== 'Call' || right.args !== undefined) return undefined;
  const value = evaluate(left, env);
  return typeof value === 'number'
    ? { metric: right.callee.text, operator: flipped[operator], value, text }
    : undefined;
}
