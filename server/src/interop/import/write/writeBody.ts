/** The statements of a model or block. */
import type { ArgumentValue, LayerDefinition, ParameterDefinition } from '../../../language/layers/definition';
import { isList } from '../../../language/layers/readers';
import type { ImportNode } from '../importNode';
import { layersOf, type Chain, type Item, type RegionItem } from '../structure/body';
import type { LeafExpression } from '../structure/blockParameters';
import { isLeaf, leavesOf, parametersOf } from '../structure/leaves';
import { standardOf, type FileDefaults, type WrittenArgument } from './fileDefaults';
import { quote, spell, spellNumbers, spellShape } from './spell';
import type { TensorNames } from './tensorNames';

/** A block as the writer knows it. */
export interface KnownBlock {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly standard: ArgumentValue | undefined }[];
  /** The arguments of one use. */
  argumentsOf(item: Item): readonly ArgumentValue[];
}

export interface Writing {
  readonly names: TensorNames;
  readonly defaults: FileDefaults;
  readonly blocks: readonly KnownBlock[];
  /** What stands in place of the arguments of a block; undefined in a model, where all are constants. */
  readonly leaves: readonly LeafExpression[] | undefined;
  /** Names of the parameters, in a block. */
  readonly parameters: readonly string[];
  /** The name under which a layer that is used several times is declared. */
  sharedName(item: Item): string | undefined;
  /** Told of every argument, so that defaults can be chosen. */
  readonly onArgument: (argument: WrittenArgument) => void;
}

interface Flow {
  readonly head: string;
  readonly steps: Step[];
  /** What the tensor may be called. */
  last: string | undefined;
}

interface Step {
  readonly text: string;
  readonly comment: string | undefined;
  /** What its result may be called. */
  readonly tensor: string | undefined;
  count: number;
}

const columns = 100;

export class BodyWriter {
  readonly lines: string[] = [];
  private readonly chainNames = new Map<Chain, string>();
  private cursor = 0;

  constructor(private readonly writing: Writing) {}

  /** Writes the items of a block, the last flow being its output. */
  writeItems(items: readonly Item[]): void {
    let flow: Flow = { head: 'in', steps: [], last: undefined };
    for (const item of items) flow = this.item(flow, item);
    this.write('', flow);
  }

  /** Writes the chains of a model; `outputs` are those that are outputs, with their names where there are several. */
  writeChains(chains: readonly Chain[], outputs: ReadonlyMap<Chain, string>): void {
    const single = outputs.size === 1;
    const needed = new Set(chains.flatMap(({ from }) => from));
    const waiting = [...outputs].map(([chain, wanted]) => ({ chain, name: this.writing.names.take(wanted) }));
    for (const chain of chains) {
      const flow = this.chain(chain, 'in', this.chainNames);
      if (single && outputs.has(chain) && !needed.has(chain) && chain === chains.at(-1)) {
        this.write('', flow);
        continue;
      }
      const isTurn = waiting[0]?.chain === chain;
      const name = isTurn ? (waiting.shift()?.name ?? 'x') : this.writing.names.take(flow.last ?? 'x');
      this.write(`${isTurn ? 'output ' : ''}${name} = `, flow);
      this.chainNames.set(chain, name);
      // An output that an earlier one is made from waits for its turn.
      for (let next = waiting[0]; isTurn && next !== undefined; next = waiting[0]) {
        const made = this.chainNames.get(next.chain);
        if (made === undefined) break;
        this.lines.push(`output ${next.name} = ${made}`);
        waiting.shift();
      }
    }
  }

  private chain(chain: Chain, entry: string, names: ReadonlyMap<Chain, string>): Flow {
    const sources = chain.from.map((from) => (from === 'in' ? entry : (names.get(from) ?? 'x')));
    const [first, ...rest] = chain.items;
    const isOpening = sources.length !== 1;
    let flow: Flow =
      isOpening && first?.kind === 'layer'
        ? { head: this.joint(first.node, sources), steps: [], last: lastName(first.node) }
        : { head: sources[0] ?? 'in', steps: [], last: undefined };
    for (const item of isOpening ? rest : chain.items) flow = this.item(flow, item);
    return flow;
  }

  /** An input, or a layer that takes several tensors. */
  private joint(node: ImportNode, sources: readonly string[]): string {
    if (sources.length === 0) return `input ${spellShape(node.shape ?? [])}`;
    const operators: { readonly [name: string]: string } = { Add: '+', Subtract: '-', Multiply: '*' };
    const operator = operators[node.layer?.name ?? ''];
    const args = this.layerArguments(node, false);
    if (operator !== undefined && sources.length === 2 && args.length === 0) return sources.join(` ${operator} `);
    const name = node.layer?.name === 'Concatenate' ? 'concat' : (node.layer?.name ?? node.unknown ?? 'Unknown');
    return `${name}(${[...sources, ...args].join(', ')})`;
  }

  private item(flow: Flow, item: Item): Flow {
    if (item.kind === 'region') return this.region(flow, item);
    const shared = this.writing.sharedName(item);
    if (shared !== undefined) {
      this.skipLeaves(item);
      push(flow, shared, undefined);
    } else if (item.kind === 'block') {
      const common = commonName([...layersOf(item)]);
      push(flow, this.blockCall(item), undefined, common);
      flow.last = common ?? flow.last;
      return flow;
    } else push(flow, this.layerCall(item.node), item.node.unknown === undefined ? undefined : 'not in the language');
    const [node] = [...layersOf(item)].slice(-1);
    flow.last = node === undefined ? flow.last : (lastName(node) ?? flow.last);
    return flow;
  }

  /** Statements for a flow; in a model each named use of a block gets one, so that its name is kept. */
  private write(start: string, flow: Flow): void {
    let { head } = flow;
    let steps: Step[] = [];
    const isModel = this.writing.leaves === undefined;
    for (const [index, step] of flow.steps.entries()) {
      steps.push(step);
      const isLast = index === flow.steps.length - 1;
      if (!isModel || isLast || step.tensor === undefined || step.count > 1) continue;
      const name = this.writing.names.take(step.tensor);
      this.lines.push(...flowLines(`${name} = `, { head, steps, last: undefined }));
      head = name;
      steps = [];
    }
    this.lines.push(...flowLines(start, { head, steps, last: undefined }));
  }

  private region(flow: Flow, { body }: RegionItem): Flow {
    const entry = this.nameOf(flow, 'x');
    const inner = new Map<Chain, string>();
    const [last] = body.chains.slice(-1);
    const branches = body.chains.slice(0, -1);
    for (const chain of branches) {
      const open = this.chain(chain, entry, inner);
      inner.set(chain, this.nameOf(open, roleOf(chain, branches)));
    }
    if (last === undefined) return flow;
    const joined = this.chain(last, entry, inner);
    joined.last ??= flow.last;
    return joined;
  }

  /** The name of a tensor; a statement is written where it has none yet. */
  private nameOf(flow: Flow, fallback: string): string {
    if (flow.steps.length === 0 && /^\w+$/.test(flow.head)) return flow.head;
    const name = this.writing.names.take(this.writing.leaves === undefined ? (flow.last ?? fallback) : fallback);
    this.write(`${name} = `, flow);
    return name;
  }

  /** A layer's call with what differs from the defaults. */
  layerCall(node: ImportNode): string {
    const name = node.layer?.name ?? node.unknown ?? 'Unknown';
    const args = this.layerArguments(node, this.writing.leaves === undefined);
    return args.length === 0 ? name : `${name}(${args.join(', ')})`;
  }

  /** A layer as a `layer` statement has it. */
  declaration(node: ImportNode): string {
    const name = node.layer?.name ?? node.unknown ?? 'Unknown';
    const constants = leavesOf(node).map(({ value }): LeafExpression => ({ kind: 'constant', value }));
    const args = this.argumentTexts(node, constants, node.isNamed);
    return args.length === 0 ? name : `${name}(${args.join(', ')})`;
  }

  blockCall(item: Item & { kind: 'block' }): string {
    const block = this.writing.blocks[item.block];
    if (block === undefined) throw new Error(`there is no block ${item.block}`);
    const values = block.argumentsOf(item);
    const expressions =
      this.take(values.length) ?? values.map((value): LeafExpression => ({ kind: 'constant', value }));
    const args = block.parameters.flatMap(({ name, standard }, index) => {
      const expression = expressions[index];
      if (expression === undefined) return [];
      const isStandard =
        standard !== undefined &&
        expression.kind === 'constant' &&
        JSON.stringify(expression.value) === JSON.stringify(standard);
      if (isStandard) return [];
      const text = this.expression(expression);
      return [standard === undefined ? text : `${name}=${text}`];
    });
    return args.length === 0 ? block.name : `${block.name}(${args.join(', ')})`;
  }

  private layerArguments(node: ImportNode, withName: boolean): readonly string[] {
    const constants = leavesOf(node).map(({ value }): LeafExpression => ({ kind: 'constant', value }));
    return this.argumentTexts(node, this.take(constants.length) ?? constants, withName);
  }

  private argumentTexts(node: ImportNode, leaves: readonly LeafExpression[], withName: boolean): readonly string[] {
    let place = 0;
    const args: string[] = [];
    for (const [index, parameter] of parametersOf(node.layer).entries()) {
      const value = node.args.get(parameter.name);
      if (value === undefined || node.layer === undefined) continue;
      const count = leafCount(parameter, value);
      const own = leaves.slice(place, place + count);
      place += count;
      const text = this.argument(
        node.layer,
        parameter,
        isLeaf(parameter) ? own : [{ kind: 'constant', value }],
        parameter.type.kind === 'target-shape' && Array.isArray(value),
      );
      if (text === undefined) continue;
      const isPositional =
        args.length === index && parameter.keywordOnly !== true && (index === 0 || parameter.default === undefined);
      args.push(isPositional ? text : `${parameter.name}=${text}`);
    }
    if (withName && node.isNamed) args.push(`name=${quote(node.name)}`);
    return args;
  }

  /** Undefined where it is what the reader assumes anyway. */
  private argument(
    layer: LayerDefinition,
    parameter: ParameterDefinition,
    expressions: readonly LeafExpression[],
    isSizes: boolean,
  ): string | undefined {
    const [first] = expressions;
    if (first === undefined) return undefined;
    if (isSizes) return this.targetShape(expressions);
    const value = first.kind === 'constant' ? first.value : undefined;
    this.writing.onArgument({ layer, name: parameter.name, value });
    const standard = this.writing.defaults.get(layer)?.get(parameter.name) ?? standardOf(layer, parameter.name);
    if (value !== undefined && JSON.stringify(value) === JSON.stringify(standard)) return undefined;
    if (isList(value) && (parameter.type.kind === 'axes' || parameter.type.kind === 'numbers'))
      return spellNumbers(value);
    return this.expression(first);
  }

  private targetShape(expressions: readonly LeafExpression[]): string {
    if (expressions.every(({ kind }) => kind === 'constant'))
      return spell(expressions.map((each) => (each.kind === 'constant' ? each.value : null)));
    const texts = expressions.map((each) => this.expression(each));
    return texts.length === 1 ? `[${texts.join('')}]` : `(${texts.join(', ')})`;
  }

  private expression(expression: LeafExpression): string {
    if (expression.kind === 'constant') return spell(expression.value);
    const name = this.writing.parameters[expression.parameter] ?? '';
    if (expression.times > 1) return `${expression.times} * ${name}`;
    return expression.by > 1 ? `${name} / ${expression.by}` : name;
  }

  private take(count: number): readonly LeafExpression[] | undefined {
    if (this.writing.leaves === undefined) return undefined;
    const taken = this.writing.leaves.slice(this.cursor, this.cursor + count);
    this.cursor += count;
    return taken;
  }

  private skipLeaves(item: Item): void {
    if (item.kind === 'layer') this.take(leavesOf(item.node).length);
    if (item.kind === 'block') this.take(this.writing.blocks[item.block]?.argumentsOf(item).length ?? 0);
  }
}

function leafCount(parameter: ParameterDefinition, value: ArgumentValue): number {
  if (!isLeaf(parameter)) return 0;
  return parameter.type.kind === 'target-shape' && Array.isArray(value) ? value.length : 1;
}

function push(flow: Flow, text: string, comment: string | undefined, tensor?: string): void {
  const before = flow.steps.at(-1);
  if (before?.text === text && comment === undefined && before.comment === undefined) before.count += 1;
  else flow.steps.push({ text, comment, tensor, count: 1 });
}

/** One line where it is short, else one step a line. */
function flowLines(start: string, { head, steps }: Flow): readonly string[] {
  const texts = steps.map(({ text, count }) => `-> ${text}${count > 1 ? ` * ${count}` : ''}`);
  const line = [`${start}${head}`, ...texts].join(' ');
  if (line.length <= columns && steps.every(({ comment }) => comment === undefined)) return [line];
  return [
    `${start}${head}`,
    ...texts.map((text, index) => {
      const comment = steps[index]?.comment;
      return comment === undefined ? text : `${text} # ${comment}`;
    }),
  ];
}

function lastName(node: ImportNode): string | undefined {
  return node.isNamed ? node.name : undefined;
}

/** `main` and `short` where two flows meet, else `branch`. */
function roleOf(chain: Chain, branches: readonly Chain[]): string {
  if (branches.length !== 2 && branches.length !== 1) return 'branch';
  const size = ({ items }: Chain): number => items.reduce((sum, item) => sum + [...layersOf(item)].length, 0);
  return branches.every((other) => other === chain || size(other) <= size(chain)) ? 'main' : 'short';
}

/** What the names of all layers of a block's use begin with: `conv2_block1`. */
function commonName(nodes: readonly ImportNode[]): string | undefined {
  const names = nodes.filter(({ isNamed }) => isNamed).map(({ name }) => name);
  const [first] = names;
  if (first === undefined || names.length < nodes.length / 2) return undefined;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const common = first.slice(0, length).replace(/[^A-Za-z0-9]+$/, '');
  return common.length >= 3 ? common : undefined;
}
