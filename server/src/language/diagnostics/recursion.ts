import type { Problem } from '../model/problem';
import type { BlockDeclaration, Call } from '../syntax/tree';
import { firstLine } from './firstLine';

/** `nn/recursion`: a block that uses itself, with the cycle; or nesting too deep to follow. */
export function recursionProblem(use: Call, cycle: readonly BlockDeclaration[], isCycle: boolean): Problem {
  const span = use.callee;
  if (!isCycle) return { code: 'nn/limit', span, message: 'Blocks nest too deep here' };
  const names = cycle.map((block) => block.name.text);
  return { code: 'nn/recursion', span, message: firstLine(`A block cannot use itself: ${names.join(' -> ')}`) };
}
