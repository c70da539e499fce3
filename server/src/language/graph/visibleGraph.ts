import type { GraphPicture, PictureBlock, PictureLayer, PicturePlace } from './graphPicture';

/** More boxes than this are no picture that a person takes in at once: blocks start folded then. */
const comfortable = 40;

/** What is drawn as one box: a layer, or a folded block with everything in it. */
export interface VisibleBox {
  readonly id: string;
  readonly kind: 'layer' | 'folded';
  readonly title: string;
  readonly detail: string;
  readonly shape: string;
  readonly reshapes: boolean;
  readonly params: number | null;
  readonly macs: number | null;
  /** How many layers it stands for. */
  readonly layers: number;
  readonly place: PicturePlace;
  readonly problem: string | undefined;
  readonly parent: string | undefined;
}

/** An unfolded block: a frame around its members. */
export interface VisibleFrame {
  readonly id: string;
  readonly title: string;
  readonly params: number | null;
  readonly layers: number;
  readonly place: PicturePlace;
  readonly parent: string | undefined;
}

export interface VisibleGraph {
  readonly boxes: readonly VisibleBox[];
  readonly frames: readonly VisibleFrame[];
  /** Between boxes, by `id`, each pair once. */
  readonly edges: readonly VisibleEdge[];
}

export interface VisibleEdge {
  readonly from: string;
  readonly to: string;
}

/** Which blocks are folded as long as nobody has said otherwise: the inner ones, as many levels as it takes. */
export function foldedByDefault(picture: GraphPicture): ReadonlySet<string> {
  const depths = depthsOf(picture.blocks);
  const deepest = Math.max(0, ...depths.values());
  for (let level = deepest + 1; level >= 1; level--) {
    const folded = new Set(picture.blocks.filter(({ id }) => (depths.get(id) ?? 0) >= level).map(({ id }) => id));
    if (level === 1 || visibleGraph(picture, folded).boxes.length <= comfortable) return folded;
  }
  return new Set();
}

/** The graph as it shows while some blocks are folded. */
export function visibleGraph(picture: GraphPicture, folded: ReadonlySet<string>): VisibleGraph {
  const blocks = new Map(picture.blocks.map((block) => [block.id, block]));
  const layers = new Map(picture.layers.map((layer) => [layer.id, layer]));
  const chain = (block: string | undefined): readonly string[] =>
    block === undefined ? [] : [...chain(blocks.get(block)?.parent), block];
  const boxOf = new Map(
    picture.layers.map((layer) => [layer.id, chain(layer.block).find((block) => folded.has(block)) ?? layer.id]),
  );
  const inBox = new Map<string, PictureLayer[]>();
  const inFrame = new Map<string, PictureLayer[]>();
  for (const layer of picture.layers) {
    push(inBox, boxOf.get(layer.id) ?? layer.id, layer);
    for (const block of chain(layer.block)) {
      if (folded.has(block)) break;
      push(inFrame, block, layer);
    }
  }
  const edges = new Map<string, VisibleEdge>();
  const leaving = new Set<string>();
  const entering = new Map<string, PictureLayer[]>();
  for (const layer of picture.layers) {
    for (const input of layer.inputs) {
      const source = layers.get(input);
      const from = boxOf.get(input);
      const to = boxOf.get(layer.id);
      if (source === undefined || from === undefined || to === undefined || from === to) continue;
      edges.set(`${from}\n${to}`, { from, to });
      leaving.add(input);
      push(entering, to, source);
    }
  }
  return {
    boxes: [...inBox].map(([id, members]) => {
      // The tensor that leaves a block: one that something outside takes, else the last.
      const exit = members.findLast((layer) => leaving.has(layer.id)) ?? members.at(-1);
      if (exit === undefined) throw new RangeError('a box stands for at least one layer');
      return boxFor(id, members, exit, blocks.get(id), entering.get(id) ?? []);
    }),
    frames: [...inFrame].flatMap(([id, members]) => {
      const block = blocks.get(id);
      return block === undefined ? [] : [frameFor(block, members)];
    }),
    edges: [...edges.values()],
  };
}

function boxFor(
  id: string,
  members: readonly PictureLayer[],
  exit: PictureLayer,
  block: PictureBlock | undefined,
  incoming: readonly PictureLayer[],
): VisibleBox {
  const facts = {
    id,
    shape: exit.shape,
    params: sum(members.map(({ params }) => params)),
    macs: sum(members.map(({ macs }) => macs)),
    layers: members.length,
    problem: members.find(({ problem }) => problem !== undefined)?.problem,
  };
  if (block === undefined) {
    const { name, call, reshapes, place, block: parent } = exit;
    return { ...facts, kind: 'layer', title: name, detail: call, reshapes, place, parent };
  }
  return {
    ...facts,
    kind: 'folded',
    title: block.name,
    detail: members.length === 1 ? '1 layer' : `${members.length} layers`,
    reshapes: !incoming.some(({ shape }) => shape === exit.shape),
    place: block.place,
    parent: block.parent,
  };
}

function frameFor({ id, name, place, parent }: PictureBlock, members: readonly PictureLayer[]): VisibleFrame {
  return { id, title: name, params: sum(members.map(({ params }) => params)), layers: members.length, place, parent };
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function depthsOf(blocks: readonly PictureBlock[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { id, parent } of blocks) depths.set(id, 1 + (parent === undefined ? 0 : (depths.get(parent) ?? 0)));
  return depths;
}

function sum(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}
