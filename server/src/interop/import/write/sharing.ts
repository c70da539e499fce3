import type { ImportNode } from '../importNode';
import type { Item } from '../structure/body';
import { plainName } from './spell';

/** What is used several times with the same weights: layers, and nested models as a whole. */
export interface Sharing {
  /** Whether a layer is used several times by itself, not only because a model around it is. */
  isShared(node: ImportNode): boolean;
  /** The same for all uses of what is shared; undefined for what is not. */
  keyOf(item: Item): string | undefined;
  /** What is shared among the items of one body: names by key. */
  declaredIn(items: readonly Item[]): ReadonlyMap<string, string>;
}

export function findSharing(nodes: readonly ImportNode[]): Sharing {
  const counts = new Map<string, number>();
  const calls = new Map<string, Set<number>>();
  for (const node of nodes) {
    const key = keyOfNode(node);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const { owner, call, input } of node.scope)
      if (input !== undefined) calls.set(owner, (calls.get(owner) ?? new Set<number>()).add(call));
  }
  const isShared = (node: ImportNode): boolean => (counts.get(keyOfNode(node)) ?? 0) > 1;
  const keyOf = (item: Item): string | undefined => {
    if (item.kind === 'layer') return isShared(item.node) ? `layer ${item.node.owner}` : undefined;
    const owner = item.nested?.owner;
    return owner !== undefined && (calls.get(owner)?.size ?? 0) > 1 ? `model ${owner}` : undefined;
  };
  const declaredIn = (items: readonly Item[]): ReadonlyMap<string, string> => {
    const names = new Map<string, string>();
    const visit = (item: Item): void => {
      if (item.kind === 'region') for (const chain of item.body.chains) chain.items.forEach(visit);
      const key = keyOf(item);
      if (key === undefined || names.has(key)) return;
      const wanted = item.kind === 'layer' ? item.node.name : item.kind === 'block' ? item.nested?.name : undefined;
      names.set(key, freeName(plainName(wanted ?? 'shared'), new Set(names.values())));
    };
    items.forEach(visit);
    return names;
  };
  return { isShared, keyOf, declaredIn };
}

/** Uses within different calls of a shared model are one use each. */
function keyOfNode({ owner, scope }: ImportNode): string {
  const inside = scope.filter(({ input }) => input !== undefined).map(({ call }) => call);
  return `${owner}\n${inside.join('/')}`;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
  return name;
}
