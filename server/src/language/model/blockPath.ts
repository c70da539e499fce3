import type { BlockDeclaration } from '../syntax/tree';
import type { FileScope } from './fileScope';

/** Deeper nesting of blocks, or longer chains of tensors used before their line, are not followed. */
export const depthLimit = 200;

/** The blocks on the way from one block to another by their uses, both included; undefined without a way. */
export function pathBetween(
  from: BlockDeclaration,
  to: BlockDeclaration,
  scope: FileScope,
  seen: Set<BlockDeclaration>,
): readonly BlockDeclaration[] | undefined {
  if (from === to) return [to];
  if (seen.has(from) || seen.size > depthLimit) return undefined;
  seen.add(from);
  for (const name of calledNames(from)) {
    const next = scope.blocks.get(name);
    const rest = next && pathBetween(next.node, to, scope.scopeOf(next.uri), seen);
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}

function calledNames(block: BlockDeclaration): readonly string[] {
  return block.body.statements.flatMap((statement) => {
    if (statement.kind === 'Layer') return [statement.call.callee.text];
    return statement.kind === 'Flow' ? statement.steps.map((step) => step.call.callee.text) : [];
  });
}
