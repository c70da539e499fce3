import type { RunAssertion } from '../../language/model/trainSettings';
import type { AssertionOutcome, Logs } from '../../protocol/runEvents';

const tests: { readonly [operator in RunAssertion['operator']]: (a: number, b: number) => boolean } = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** A train block's assertions against the last epoch's logs and the test's (`test.accuracy`). Unknown names fail. */
export function checkAssertions(assertions: readonly RunAssertion[], logs: Logs): readonly AssertionOutcome[] {
  return assertions.map(({ metric, operator, value, text }) => {
    const reached = logs[metric] ?? logs[metric.replace(/^train\./, '').replace(/^validation\./, 'val_')];
    return { text, holds: reached !== undefined && tests[operator](reached, value), value: reached };
  });
}
