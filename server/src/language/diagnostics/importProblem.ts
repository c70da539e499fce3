import type { Problem } from '../model/problem';
import type { TextLiteral } from '../syntax/tree';
import { excerpt, firstLine } from './firstLine';

/** `nn/import`: a file that is not there, or lies outside the workspace. */
export function importProblem(path: TextLiteral, reason: 'missing' | 'outside'): Problem {
  const what = reason === 'missing' ? 'is not there' : 'lies outside the workspace';
  return { code: 'nn/import', span: path, message: firstLine(`"${excerpt(path.value, 50)}" ${what}`) };
}
