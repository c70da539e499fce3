/**
 * Finds what repeats in a model and makes blocks of it, the one that shortens the text most first: sequences of
 * items whose layers and joints are the same, while sizes, strides and their like may differ.
 */
import type { Sharing } from '../write/sharing';
import { layersOf, type BlockItem, type Body, type Chain, type Item, type RegionItem } from './body';
import { blockParameters } from './blockParameters';
import { structureOf } from './leaves';

const longest = 32;
const mostBlocks = 24;
/** How many of the best sequences are looked at more closely. */
const mostTried = 40;
const mostParameters = 6;

/** Puts uses of blocks in place of what repeats and gives how many blocks there are, numbered from 0. */
export function findBlocks(body: Body, sharing: Pick<Sharing, 'isShared' | 'keyOf'>): number {
  const finder = new BlockFinder(body, sharing);
  finder.takeNested();
  while (finder.count < mostBlocks && finder.takeBest()) continue;
  return finder.count;
}

interface Container {
  items: Item[];
}

interface Place {
  readonly container: Container;
  readonly start: number;
}

interface Candidate {
  readonly length: number;
  readonly places: Place[];
}

class BlockFinder {
  count = 0;
  private readonly signatures = new Map<string, number>();
  private known = new Map<Item, { readonly signature: number; readonly weight: number; readonly isPinned: boolean }>();

  constructor(
    private readonly body: Body,
    private readonly sharing: Pick<Sharing, 'isShared' | 'keyOf'>,
  ) {}

  /** Nested models of the file are blocks already. */
  takeNested(): void {
    const blocks = new Map<number, number>();
    const replace = (container: Container): void => {
      container.items = container.items.map((item) => {
        if (item.kind === 'region') for (const chain of item.body.chains) replace(chain);
        if (item.kind !== 'region' || item.nested === undefined) return item;
        this.known = new Map();
        const { signature } = this.look(item);
        const block = blocks.get(signature) ?? this.count++;
        blocks.set(signature, block);
        const chain = item.body.chains.length === 1 ? item.body.chains[0] : undefined;
        return { kind: 'block', block, items: chain?.items ?? [{ ...item }], nested: item.nested };
      });
    };
    for (const chain of this.body.chains) replace(chain);
  }

  /** Makes the block that saves most; false where none saves anything. */
  takeBest(): boolean {
    this.known = new Map();
    const written = this.containers(true);
    const best = this.candidates(written)
      .map((candidate) => ({ candidate, score: this.roughScore(candidate) }))
      .filter(({ score }) => score > 2)
      .sort((a, b) => b.score - a.score)
      .slice(0, mostTried)
      .map(({ candidate, score }) => ({ candidate, score: score - this.parameterPrice(candidate) }))
      .sort((a, b) => b.score - a.score)[0];
    if (best === undefined || best.score <= 2) return false;
    this.replaceAll(this.keyOf(best.candidate), best.candidate.length, this.count++);
    return true;
  }

  /** Where items stand; with `written`, each block's own text once. */
  private containers(written: boolean): readonly Container[] {
    const result: Container[] = [];
    const seen = new Set<number>();
    const visitItems = (items: readonly Item[]): void => {
      for (const item of items) {
        if (item.kind === 'region') visitChains(item.body.chains);
        if (item.kind !== 'block' || (written && seen.has(item.block))) continue;
        seen.add(item.block);
        result.push(item);
        visitItems(item.items);
      }
    };
    const visitChains = (chains: readonly Chain[]): void => {
      for (const chain of chains) {
        result.push(chain);
        visitItems(chain.items);
      }
    };
    visitChains(this.body.chains);
    return result;
  }

  private candidates(containers: readonly Container[]): readonly Candidate[] {
    const found = new Map<string, Candidate>();
    for (const container of containers) {
      const looks = container.items.map((item) => this.look(item));
      const isBlock = 'block' in container;
      for (let start = this.firstOf(container); start < looks.length; start += 1) {
        let key = '';
        for (let end = start; end < Math.min(looks.length, start + longest); end += 1) {
          const look = looks[end];
          if (look === undefined || look.isPinned) break;
          key += `${look.signature} `;
          if (isBlock && end - start + 1 === looks.length) break;
          const length = end - start + 1;
          const candidate = found.get(key);
          if (candidate === undefined) found.set(key, { length, places: [{ container, start }] });
          else {
            const last = candidate.places.at(-1);
            if (last?.container !== container || last.start + length <= start)
              candidate.places.push({ container, start });
          }
        }
      }
    }
    return [...found.values()].filter(({ places }) => places.length > 1);
  }

  /** Words saved if it were a block without parameters. */
  private roughScore(candidate: Candidate): number {
    const weight = this.itemsOf(candidate).reduce((sum, item) => sum + this.look(item).weight, 0);
    const uses = candidate.places.length;
    return weight < 2 ? 0 : (uses - 1) * weight - uses - 1;
  }

  private parameterPrice({ places, length }: Candidate): number {
    const occurrences = places.map(({ container, start }) => container.items.slice(start, start + length));
    const { parameters } = blockParameters(occurrences);
    return parameters.length > mostParameters ? Infinity : 0.3 * parameters.length * places.length;
  }

  private replaceAll(key: string, length: number, block: number): void {
    for (const container of this.containers(false)) {
      const isBlock = 'block' in container;
      const items: Item[] = [];
      const looks = container.items.map((item) => this.look(item));
      for (let index = 0; index < container.items.length; index += 1) {
        const part = looks.slice(index, index + length);
        const matches =
          index >= this.firstOf(container) &&
          part.length === length &&
          part.map(({ signature }) => `${signature} `).join('') === key &&
          !(isBlock && length === looks.length);
        const item = container.items[index];
        if (matches) {
          items.push({ kind: 'block', block, items: container.items.slice(index, index + length) });
          index += length - 1;
        } else if (item !== undefined) items.push(item);
      }
      // The items of a use of a block are replaced in place, since the use itself is an item.
      container.items.splice(0, container.items.length, ...items);
    }
  }

  /** The first item of a chain that begins an input or joins several tensors takes more than one tensor. */
  private firstOf(container: Container): number {
    return 'from' in container && (container as Chain).from.length !== 1 ? 1 : 0;
  }

  private keyOf(candidate: Candidate): string {
    return this.itemsOf(candidate)
      .map((item) => `${this.look(item).signature} `)
      .join('');
  }

  private itemsOf({ places: [place], length }: Candidate): readonly Item[] {
    return place === undefined ? [] : place.container.items.slice(place.start, place.start + length);
  }

  private look(item: Item): { readonly signature: number; readonly weight: number; readonly isPinned: boolean } {
    const known = this.known.get(item);
    if (known !== undefined) return known;
    const made = {
      signature: this.number(this.describe(item)),
      weight: item.kind === 'region' ? weightOf(item, (inner) => this.look(inner).weight) : 1,
      isPinned: this.isPinned(item),
    };
    this.known.set(item, made);
    return made;
  }

  /** What is shared is declared where all its uses are, and what is unknown is told at its own place. */
  private isPinned(item: Item): boolean {
    if (item.kind === 'region')
      return item.body.chains.some(({ items }) => items.some((inner) => this.isPinned(inner)));
    if (this.sharing.keyOf(item) !== undefined) return true;
    return [...layersOf(item)].some((node) => this.sharing.isShared(node) || node.unknown !== undefined);
  }

  private describe(item: Item): string {
    if (item.kind === 'layer') return structureOf(item.node);
    if (item.kind === 'block') return `block ${item.block}`;
    const { chains } = item.body;
    return chains
      .map(({ from, items }) => {
        const sources = from.map((chain) => (chain === 'in' ? 'in' : chains.indexOf(chain))).join('+');
        return `${sources}>${items.map((inner) => this.look(inner).signature).join(',')}`;
      })
      .join(';');
  }

  private number(text: string): number {
    const known = this.signatures.get(text);
    if (known !== undefined) return known;
    this.signatures.set(text, this.signatures.size);
    return this.signatures.size - 1;
  }
}

/** The layers and joints that a part takes in the text. */
function weightOf({ body }: RegionItem, weigh: (item: Item) => number): number {
  return body.chains.reduce((sum, { items }) => items.reduce((total, item) => total + weigh(item), sum), 0);
}

/** Uses of each block, by its number. */
export function usesOfBlocks(body: Body): ReadonlyMap<number, readonly BlockItem[]> {
  const uses = new Map<number, BlockItem[]>();
  const visit = (items: readonly Item[]): void => {
    for (const item of items) {
      if (item.kind === 'region') for (const chain of item.body.chains) visit(chain.items);
      if (item.kind !== 'block') continue;
      uses.set(item.block, [...(uses.get(item.block) ?? []), item]);
      visit(item.items);
    }
  };
  for (const chain of body.chains) visit(chain.items);
  return uses;
}
