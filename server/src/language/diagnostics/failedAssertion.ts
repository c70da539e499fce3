import type { Problem } from '../model/problem';
import type { AssertStatement } from '../syntax/tree';
import { excerpt, firstLine } from './firstLine';

/** `nn/assert`: an assertion that does not hold, with the numbers. */
export function failedAssertion(statement: AssertStatement, text: string, explanation: string): Problem {
  return {
    code: 'nn/assert',
    span: statement.condition,
    message: firstLine(`${excerpt(text, 36)} does not hold: ${explanation}`),
    dynamic: true,
  };
}
