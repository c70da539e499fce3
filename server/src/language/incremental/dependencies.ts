import { layerRegistry } from '../layers/registry';
import type { FileScope } from '../model/fileScope';
import { walk } from '../syntax/traverse';
import type { Declaration } from '../syntax/tree';

/**
 * Everything of the file and its imports that the meaning of a declaration can hang on, in a fixed order:
 * what each name in it means, what the names in those blocks, kernels and defaults mean, and so on. Two
 * analyses of a declaration with equal lists give the same.
 *
 * It is found from the names alone, without evaluating anything: whatever is looked up in a scope is looked
 * up by a name that stands in the text.
 */
export function dependenciesOf(
  declaration: Declaration,
  scope: FileScope,
  dataOf: (name: string, scope: FileScope) => unknown,
): readonly unknown[] {
  const found: unknown[] = [];
  const seen = new Set<Declaration>();
  const visit = (node: Declaration, from: FileScope): void => {
    if (seen.has(node)) return;
    seen.add(node);
    found.push(node);
    for (const name of mentionsOf(node)) {
      const block = from.blocks.get(name);
      const kernel = from.kernels.get(name);
      const data = dataOf(name, from);
      // Each says by itself which name it is for, so that names without a meaning need no place in the list.
      if (kernel !== undefined) found.push(kernel.node);
      if (data !== undefined) found.push(data);
      if (block !== undefined) found.push(block.node);
      if (block !== undefined) visit(block.node, from.scopeOf(block.uri));
      for (const defaults of from.defaults.get(layerRegistry.get(name)?.name ?? name) ?? []) {
        if (defaults.start >= node.start) break;
        found.push(defaults);
        visit(defaults, from);
      }
    }
  };
  visit(declaration, scope);
  return found;
}

export function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

const mentions = new WeakMap<Declaration, readonly string[]>();

/** The different names in a declaration. */
function mentionsOf(declaration: Declaration): readonly string[] {
  const known = mentions.get(declaration);
  if (known !== undefined) return known;
  const names = new Set<string>();
  walk(declaration, (node) => {
    if (node.kind === 'Name') names.add(node.text);
  });
  const list = [...names];
  mentions.set(declaration, list);
  return list;
}
