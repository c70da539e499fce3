import type { ImportNode } from '../importNode';

/** The flows of a model or block: sequences of items joined where tensors part and meet. */
export interface Body {
  /** In topological order; the last one gives the output of a region. */
  readonly chains: readonly Chain[];
}

export interface Chain {
  /** Chains of the same body, `in` for the tensor that goes in. Several where the first item joins them. */
  readonly from: readonly (Chain | 'in')[];
  /** Replaced in place while blocks are found. */
  items: Item[];
}

export type Item = LayerItem | RegionItem | BlockItem;

export interface LayerItem {
  readonly kind: 'layer';
  readonly node: ImportNode;
}

/** A part with one way in and one way out, with parallel flows between. */
export interface RegionItem {
  readonly kind: 'region';
  readonly body: Body;
  /** A nested model of the file; such a region becomes a block however often it occurs. */
  readonly nested?: { readonly name: string; readonly owner: string };
}

/** One use of a block. */
export interface BlockItem {
  readonly kind: 'block';
  readonly block: number;
  readonly items: Item[];
  readonly nested?: RegionItem['nested'];
}

/** Every chain of a body and of what it holds, outer ones first. */
export function* chainsOf(body: Body): Generator<Chain> {
  for (const chain of body.chains) {
    yield chain;
    for (const item of chain.items) yield* chainsIn(item);
  }
}

function* chainsIn(item: Item): Generator<Chain> {
  if (item.kind === 'region') yield* chainsOf(item.body);
  if (item.kind === 'block') for (const inner of item.items) yield* chainsIn(inner);
}

/** The layers of an item, in the order in which the text has them. */
export function* layersOf(item: Item): Generator<ImportNode> {
  if (item.kind === 'layer') yield item.node;
  else if (item.kind === 'block') for (const inner of item.items) yield* layersOf(inner);
  else for (const chain of item.body.chains) for (const inner of chain.items) yield* layersOf(inner);
}
