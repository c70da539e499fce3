import type { Name, SourceFile, SyntaxNode } from './tree';

/** The direct parts of a node in the order of the text; keywords and punctuation are no nodes. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case 'SourceFile':
      return node.declarations;
    case 'Import':
      return [node.path];
    case 'Data':
      return [node.name, node.source, ...node.steps];
    case 'Source':
      return present([...node.path, node.args]);
    case 'Kernel':
      return [node.name, node.value];
    case 'Defaults':
      return [node.layer, node.map];
    case 'Block':
      return [node.name, ...node.parameters, node.body];
    case 'Parameter':
      return present([node.name, node.value]);
    case 'Model':
      return [node.name, node.body];
    // The assertions stand among the entries, inside the span of the map.
    case 'Train':
      return present([node.name, node.model, node.data, node.map, ...node.assertions]);
    case 'Body':
      return node.statements;
    case 'Flow':
      return present([node.name, node.value, ...node.steps]);
    case 'Layer':
      return [node.name, node.call];
    case 'Assert':
      return [node.condition];
    case 'Step':
      return present([node.call, node.repeat, node.guard]);
    case 'Call':
      return present([node.callee, node.args]);
    case 'Arguments':
    case 'List':
    case 'Tuple':
      return node.items;
    case 'Argument':
      return present([node.name, node.value]);
    case 'Map':
      return node.entries;
    case 'Entry':
      return [node.key, node.value];
    case 'Input':
      return present([node.source, node.parts]);
    case 'Binary':
    case 'Comparison':
    case 'Logical':
      return [node.left, node.right];
    case 'Negation':
    case 'Not':
      return [node.operand];
    case 'Parenthesized':
      return [node.inner];
    case 'Name':
    case 'Number':
    case 'Shape':
    case 'Text':
    case 'Boolean':
    case 'None':
    case 'In':
    case 'Missing':
      return [];
  }
}

/**
 * The nodes around an offset, outermost first, the file always being one. Between two nodes that touch,
 * the one that starts there is taken; at the end of a node with nothing behind it, that node.
 */
export function pathAt(file: SourceFile, offset: number): readonly SyntaxNode[] {
  const path: SyntaxNode[] = [];
  let node: SyntaxNode | undefined = file;
  while (node !== undefined) {
    path.push(node);
    node = childAt(childrenOf(node), offset);
  }
  return path;
}

/** Calls `visit` for a node and everything in it, in the order of the text; without recursion. */
export function walk(root: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node);
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) pending.push(child);
    }
  }
}

/** The name that the offset is in or touches, with the nodes around it (outermost first, the name last). */
export function nameAt(
  file: SourceFile,
  offset: number,
): { readonly name: Name; readonly path: readonly SyntaxNode[] } | undefined {
  for (const place of [offset, offset - 1]) {
    const path = place < 0 ? [] : pathAt(file, place);
    const name = path.at(-1);
    if (name?.kind === 'Name' && name.text !== '' && offset <= name.end) return { name, path };
  }
  return undefined;
}

function childAt(children: readonly SyntaxNode[], offset: number): SyntaxNode | undefined {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= 0; index--) {
    const child = children[index];
    if (child !== undefined && offset < child.end) return child;
  }
  // Empty nodes (what is missing) may stand between: the last one that ends here is meant.
  for (let index = low - 1; index >= 0 && index >= low - 3; index--) {
    const child = children[index];
    if (child !== undefined && child.end === offset) return child;
  }
  return undefined;
}

function present(nodes: readonly (SyntaxNode | undefined)[]): readonly SyntaxNode[] {
  return nodes.filter((node) => node !== undefined);
}
