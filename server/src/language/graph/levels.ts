import type { VisibleGraph } from './visibleGraph';

/** One frame, or the picture as a whole (`id` is empty), with what stands directly in it. */
export interface Level {
  readonly id: string;
  /** Boxes and frames, in the order of the graph. */
  readonly members: readonly string[];
  readonly edges: readonly LevelEdge[];
}

/** The part of an edge that lies in one level. */
export interface LevelEdge {
  /** The box where the whole edge begins. */
  readonly source: string;
  /** The boxes where edges that share this part end. */
  readonly targets: readonly string[];
  readonly from: EdgeEnd;
  readonly to: EdgeEnd;
}

/** A box; a frame at one of its ports; or a port of the level's own frame, named by the box whose tensor passes. */
export type EdgeEnd =
  | { readonly kind: 'member'; readonly id: string; readonly port?: string }
  | { readonly kind: 'in' | 'out'; readonly port: string };

interface OpenLevel {
  readonly id: string;
  readonly members: Set<string>;
  readonly edges: Map<string, { readonly edge: LevelEdge; readonly targets: Set<string> }>;
}

/** Cuts a graph into levels: an edge from one frame into another leaves the first at a port and enters the second at one. */
export function buildLevels({ boxes, frames, edges }: VisibleGraph): ReadonlyMap<string, Level> {
  const parents = new Map([...frames, ...boxes].map(({ id, parent }) => [id, parent ?? '']));
  const levels = new Map<string, OpenLevel>();
  const levelOf = (id: string): OpenLevel => {
    const known = levels.get(id);
    if (known !== undefined) return known;
    const level: OpenLevel = { id, members: new Set(), edges: new Map() };
    levels.set(id, level);
    return level;
  };
  /** From the picture as a whole down to the box itself. */
  const chainOf = (id: string): readonly string[] => {
    const chain = [id];
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) chain.unshift(at);
    return chain;
  };
  const add = (level: string, source: string, target: string, from: EdgeEnd, to: EdgeEnd): void => {
    const { edges: known } = levelOf(level);
    const key = JSON.stringify([from, to]);
    const entry = known.get(key) ?? { edge: { source, targets: [], from, to }, targets: new Set<string>() };
    entry.targets.add(target);
    known.set(key, entry);
  };

  levelOf('');
  for (const { id } of boxes) {
    const chain = chainOf(id);
    chain.slice(1).forEach((member, index) => levelOf(chain[index] ?? '').members.add(member));
  }
  for (const { from, to } of edges) {
    const out = chainOf(from);
    const into = chainOf(to);
    let common = 0;
    while (out[common + 1] === into[common + 1] && common + 2 < Math.min(out.length, into.length)) common += 1;
    const end = (chain: readonly string[], depth: number): EdgeEnd => {
      const id = chain[depth] ?? '';
      return depth === chain.length - 1 ? { kind: 'member', id } : { kind: 'member', id, port: from };
    };
    add(out[common] ?? '', from, to, end(out, common + 1), end(into, common + 1));
    for (let depth = common + 1; depth < out.length - 1; depth++)
      add(out[depth] ?? '', from, to, end(out, depth + 1), { kind: 'out', port: from });
    for (let depth = common + 1; depth < into.length - 1; depth++)
      add(into[depth] ?? '', from, to, { kind: 'in', port: from }, end(into, depth + 1));
  }
  return new Map(
    [...levels].map(([id, { members, edges: open }]) => [
      id,
      {
        id,
        members: [...members],
        edges: [...open.values()].map(({ edge, targets }) => ({ ...edge, targets: [...targets] })),
      },
    ]),
  );
}
