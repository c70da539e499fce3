/** A model as the text of a `.nn` file: blocks for what repeats, defaults for what many layers have. */
import { parse } from '../../../language/syntax/parser';
import { print } from '../../../language/syntax/printer';
import type { ArgumentValue } from '../../../language/layers/definition';
import type { ImportGraph } from '../importNode';
import { buildBody, type ModelBody } from '../structure/buildBody';
import type { BlockItem, Chain, Item } from '../structure/body';
import { blockParameters, type BlockLeaves } from '../structure/blockParameters';
import { findBlocks, usesOfBlocks } from '../structure/findBlocks';
import { blockName } from './blockNames';
import { chooseDefaults, spellDefaults, type FileDefaults, type WrittenArgument } from './fileDefaults';
import { findSharing, type Sharing } from './sharing';
import { spell, plainName } from './spell';
import { TensorNames } from './tensorNames';
import { BodyWriter, type KnownBlock, type Writing } from './writeBody';

export interface WriteOptions {
  /** False writes every layer where it stands. */
  readonly blocks: boolean;
  /** Declarations behind the model of this name; empty for none. */
  readonly training: (model: string) => string;
}

/** The text, in the language's common layout, and the name that the model has in it. */
export function writeModel(
  graph: ImportGraph,
  options: WriteOptions,
): { readonly text: string; readonly model: string } {
  const sharing = findSharing(graph.nodes);
  const model = buildBody(graph);
  if (options.blocks) findBlocks(model.body, sharing);
  const written: WrittenArgument[] = [];
  const name = modelName(graph.name);
  writeFile(model, sharing, { name, defaults: new Map(), onArgument: (argument) => written.push(argument) });
  const defaults = chooseDefaults(written);
  const body = writeFile(model, sharing, { name, defaults, onArgument: () => undefined });
  const sections = [spellDefaults(defaults).join('\n'), ...body, options.training(name)];
  const text = `${sections.filter((section) => section !== '').join('\n\n')}\n`;
  return { text: print(parse(text)), model: name };
}

interface FileWriting {
  readonly name: string;
  readonly defaults: FileDefaults;
  readonly onArgument: Writing['onArgument'];
}

/** The blocks, inner ones first, then the model. */
function writeFile(model: ModelBody, sharing: Sharing, file: FileWriting): readonly string[] {
  const uses = usesOfBlocks(model.body);
  const blocks: KnownBlock[] = [];
  const taken = new Set<string>([file.name]);
  const sections: string[] = [];
  for (const number of innerFirst(uses)) {
    const places = uses.get(number) ?? [];
    const leaves = blockParameters(
      places.map(({ items }) => items),
      (item) => argumentsOf(item, blocks),
    );
    const [first] = places;
    const name = blockName(first?.items ?? [], first?.nested?.name, taken);
    taken.add(name);
    const known = knownBlock(name, places, leaves);
    blocks[number] = known;
    sections.push(writeBlock(known, first?.items ?? [], leaves, sharing, { ...file, blocks }));
  }
  return [...sections, writeModelBody(model, sharing, { ...file, blocks, taken })];
}

function argumentsOf(
  item: BlockItem,
  blocks: readonly KnownBlock[],
): readonly { readonly name: string; readonly value: ArgumentValue }[] {
  const block = blocks[item.block];
  const values = block?.argumentsOf(item) ?? [];
  return values.map((value, index) => ({ name: block?.parameters[index]?.name ?? 'x', value }));
}

/** Parameters with a usual value stand last, since those without must be given. */
function knownBlock(name: string, places: readonly BlockItem[], { parameters }: BlockLeaves): KnownBlock {
  const index = new Map<Item, number>(places.map((place, number) => [place, number]));
  return {
    name,
    parameters: parameters.map(({ name: parameter, values }) => ({ name: parameter, standard: usualValue(values) })),
    argumentsOf: (item) => parameters.map(({ values }) => values[index.get(item) ?? 0] ?? null),
  };
}

/** A value that at least half of all uses have, where another is rare. */
function usualValue(values: readonly ArgumentValue[]): ArgumentValue | undefined {
  const counts = new Map<string, { value: ArgumentValue; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    counts.set(key, { value, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const best = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  return best !== undefined && best.count * 2 >= values.length && best.count > 1 ? best.value : undefined;
}

function writeBlock(
  block: KnownBlock,
  items: readonly Item[],
  { leaves }: BlockLeaves,
  sharing: Sharing,
  file: FileWriting & { readonly blocks: readonly KnownBlock[] },
): string {
  const parameters = block.parameters.map(({ name }) => name);
  const layers = sharing.declaredIn(items);
  const writer = new BodyWriter({
    names: new TensorNames([...parameters, ...layers.values()]),
    defaults: file.defaults,
    blocks: file.blocks,
    leaves,
    parameters,
    sharedName: (item) => layers.get(sharing.keyOf(item) ?? ''),
    onArgument: file.onArgument,
  });
  const shared = layerLines(layers, items.flatMap(itemsIn), sharing, writer);
  writer.writeItems(items);
  const ordered = [
    ...block.parameters.filter(({ standard }) => standard === undefined),
    ...block.parameters.filter(({ standard }) => standard !== undefined),
  ];
  const list = ordered.map(({ name, standard }) => (standard === undefined ? name : `${name}=${spell(standard)}`));
  const head = `block ${block.name}${list.length === 0 ? '' : `(${list.join(', ')})`} {`;
  return [head, ...shared, ...writer.lines, '}'].join('\n');
}

function writeModelBody(
  { body, outputs }: ModelBody,
  sharing: Sharing,
  file: FileWriting & { readonly blocks: readonly KnownBlock[]; readonly taken: ReadonlySet<string> },
): string {
  const items = body.chains.flatMap((chain) => chain.items);
  const layers = sharing.declaredIn(items);
  const writer = new BodyWriter({
    names: new TensorNames([...file.taken, ...layers.values()]),
    defaults: file.defaults,
    blocks: file.blocks,
    leaves: undefined,
    parameters: [],
    sharedName: (item) => layers.get(sharing.keyOf(item) ?? ''),
    onArgument: file.onArgument,
  });
  const shared = layerLines(layers, items.flatMap(itemsIn), sharing, writer);
  const named = new Map<Chain, string>();
  for (const { name, chain } of outputs) if (!named.has(chain)) named.set(chain, name);
  writer.writeChains(outputsInTurn(body.chains, [...named.keys()]), named);
  return [`model ${file.name} {`, ...shared, ...writer.lines, '}'].join('\n');
}

/**
 * Chains in an order in which outputs come in theirs, as far as none is made from a later one: an only output stands
 * last, where its flow needs no name.
 */
function outputsInTurn(chains: readonly Chain[], outputs: readonly Chain[]): readonly Chain[] {
  const [only] = outputs;
  if (outputs.length === 1 && only !== undefined) {
    const needed = new Set(chains.flatMap(({ from }) => from));
    return needed.has(only) ? chains : [...chains.filter((chain) => chain !== only), only];
  }
  const places = outputs.map((output) => chains.indexOf(output));
  if (places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0))) return chains;
  const ordered = new Set<Chain>();
  const put = (chain: Chain): void => {
    if (ordered.has(chain)) return;
    for (const from of chain.from) if (from !== 'in') put(from);
    ordered.add(chain);
  };
  for (const chain of [...outputs, ...chains]) put(chain);
  return [...ordered];
}

/** `layer encoder = …` for what is used several times. */
function layerLines(
  layers: ReadonlyMap<string, string>,
  items: readonly Item[],
  sharing: Sharing,
  writer: BodyWriter,
): readonly string[] {
  return [...layers].flatMap(([key, name]) => {
    const item = items.find((candidate) => sharing.keyOf(candidate) === key);
    if (item === undefined || item.kind === 'region') return [];
    return [`layer ${name} = ${item.kind === 'block' ? writer.blockCall(item) : writer.declaration(item.node)}`];
  });
}

/** The items of a body, those of the parts between included, those of blocks left out. */
function itemsIn(item: Item): readonly Item[] {
  return item.kind === 'region' ? item.body.chains.flatMap(({ items }) => items.flatMap(itemsIn)) : [item];
}

/** Blocks in an order in which each stands behind those that it uses. */
function innerFirst(uses: ReadonlyMap<number, readonly BlockItem[]>): readonly number[] {
  const done = new Set<number>();
  const visit = (number: number): void => {
    if (done.has(number)) return;
    const visitItems = (items: readonly Item[]): void => {
      for (const item of items) {
        if (item.kind === 'region') for (const chain of item.body.chains) visitItems(chain.items);
        if (item.kind === 'block') visit(item.block);
      }
    };
    visitItems(uses.get(number)?.[0]?.items ?? []);
    done.add(number);
  };
  for (const number of [...uses.keys()].sort((a, b) => a - b)) visit(number);
  return [...done];
}

function modelName(name: string): string {
  const plain = plainName(name);
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}
