import type { GraphNode, LayerInstance } from '../../../language/model/graph';
import { callLines, pythonLiteral, pythonName, snakeName } from '../python/pythonText';
import { inputsOf, outputsOf, type BlockPlan, type CallArgument, type PlanItem } from '../structure/modelPlan';
import { kerasLayerName } from './layerName';

export interface BodyStyle {
  /** Told where a loop names its layers. */
  readonly usesNumbered: () => void;
}

export interface Body {
  readonly lines: readonly string[];
  /** The variable that holds a tensor at the end. */
  variable(node: GraphNode): string;
}

export interface BodyOptions {
  readonly items: readonly PlanItem[];
  readonly style: BodyStyle;
  /** The function of a block; undefined for the model itself. */
  readonly block?: BlockPlan;
  /** Stands behind a layer of the model. */
  readonly comment?: (node: GraphNode) => string;
  /** Tensors that are still needed at the end. */
  readonly kept?: readonly GraphNode[];
  /** The variables of layers that are used more than once. */
  readonly shared?: ReadonlyMap<LayerInstance, string>;
}

/** Names of modules and functions that a script has already. */
const reserved = new Set([
  'keras',
  'layers',
  'np',
  'tf',
  'csv',
  'gzip',
  'numbered',
  'batches',
  'load_weights',
  'windows',
]);

export function blockFunctionName({ block, variant }: BlockPlan): string {
  const plain = snakeName(block);
  const name = reserved.has(plain) ? `${plain}_block` : plain;
  return variant === 1 ? name : `${name}_${variant}`;
}

/** The lines of a function that applies items one after another. */
export function bodyLines(options: BodyOptions): Body {
  const { items, block } = options;
  const names = allocateNames(options);
  const lines = items.map((item, index) => {
    const texts = item.slots.map((slot, place) => {
      const parameter = block?.parameterAt(index, place);
      return parameter === undefined ? slot.text : pythonName(block?.parameters[parameter] ?? '');
    });
    return itemLines(item, texts, { ...options, names, index });
  });
  return { lines: lines.flat(), variable: (node) => names.get(node) ?? 'x' };
}

interface ItemContext extends BodyOptions {
  readonly names: ReadonlyMap<GraphNode, string>;
  readonly index: number;
}

function itemLines(
  item: PlanItem,
  texts: readonly string[],
  { names, style, block, comment, index, shared }: ItemContext,
): readonly string[] {
  const [first] = item.elements;
  const last = item.elements.at(-1);
  if (first === undefined || last === undefined) return [];
  const outputs = outputsOf(last).map((node) => names.get(node) ?? 'x');
  const tensors = inputsOf(first).map((node) => names.get(node) ?? 'x');
  const [count = '1'] = texts;
  const isLoop = item.elements.length > 1 || block?.parameterAt(index, 0) !== undefined;
  const within = block === undefined ? '' : '{name}.';
  const base = `${within}${kerasLayerName(item.base)}`;
  const whole = item.start === 1 ? base : `${base}.${item.start}`;
  const name = isLoop ? 'each' : text(whole);
  const indent = isLoop ? 8 : 4;
  const given = item.slots.map((slot, place) => ({
    ...slot,
    text: texts[place] ?? slot.text,
    isDefault: slot.isDefault === true && block?.parameterAt(index, place) === undefined,
  }));
  const args = argumentTexts(given.slice(1), name);
  const node = outputsOf(last)[0];
  const note = comment === undefined || node === undefined ? '' : comment(node);
  const target = outputs.join(', ');
  // A loop works on one variable from its first turn on.
  const head = isLoop && tensors[0] !== target ? [`    ${target} = ${tensors[0] ?? ''}`] : [];
  const incoming = isLoop ? [target] : tensors;
  const instance = first.kind === 'layer' ? shared?.get(first.node.owner) : undefined;
  if (first.kind === 'layer' && instance !== undefined)
    return [callLines(`${target} = ${instance}`, [argument(first.node, tensors)], '', { indent, comment: note })];
  const call =
    first.kind === 'block'
      ? callLines(`${target} = ${blockFunctionName(first.plan)}`, [...incoming, ...args], '', { indent, comment: note })
      : callLines(
          `${target} = ${first.call.callee}`,
          args,
          incoming.length === 0 ? '' : `(${argument(first.node, incoming)})`,
          {
            indent,
            comment: note,
          },
        );
  if (!isLoop) return [call];
  style.usesNumbered();
  const range = [text(base), count, ...(item.start === 1 ? [] : [`start=${item.start}`])];
  return [...head, `    for each in numbered(${range.join(', ')}):`, call];
}

function argument({ layer }: GraphNode, tensors: readonly string[]): string {
  return layer.inputs.max > 1 ? `[${tensors.join(', ')}]` : tensors.join(', ');
}

/** The arguments of a call, its layer's name last. */
export function argumentTexts(args: readonly CallArgument[], name: string): readonly string[] {
  const given = args
    .filter(({ isDefault }) => isDefault !== true)
    .map(({ name: argument, text: value, isPositional }) =>
      isPositional === true ? value : `${pythonName(argument)}=${value}`,
    );
  return args.some((argument) => argument.name === 'name') ? given : [...given, `name=${name}`];
}

/** A text, or one with `{name}` in it. */
function text(value: string): string {
  return value.includes('{name}') ? `f"${value}"` : pythonLiteral(value);
}

/**
 * A variable for each tensor: the name that the text gives it, else that of the tensor it is made from where nobody
 * needs that any more, else `x`. No variable is overwritten while its tensor is still needed.
 */
function allocateNames({ items, block, kept = [], shared }: BodyOptions): ReadonlyMap<GraphNode, string> {
  const lastUse = new Map<GraphNode, number>();
  items.forEach((item, index) => {
    const [first] = item.elements;
    if (first !== undefined) for (const input of inputsOf(first)) lastUse.set(input, index);
  });
  const end = items.length;
  for (const node of block?.template.outputs ?? kept) lastUse.set(node, end);
  const names = new Map<GraphNode, string>();
  const holders = new Map<string, GraphNode>();
  const isFree = (name: string, index: number): boolean => {
    const holder = holders.get(name);
    return holder === undefined || (lastUse.get(holder) ?? -1) <= index;
  };
  const taken = new Set([...(block?.parameters ?? []).map(pythonName), ...(shared?.values() ?? []), 'name', 'each']);
  const assign = (node: GraphNode, wishes: readonly string[], index: number): void => {
    const wished = wishes.filter((wish) => !taken.has(wish));
    let name = wished.find((wish) => isFree(wish, index));
    for (let number = 2; name === undefined; number += 1) {
      const candidate = `${wished[0] ?? 'x'}_${number}`;
      if (isFree(candidate, index)) name = candidate;
    }
    names.set(node, name);
    holders.set(name, node);
  };
  (block?.template.inputs ?? []).forEach((node, place) => {
    const declared = block?.declared ?? [];
    const extra = (block?.template.inputs.length ?? 0) - 1;
    const wish = place === 0 ? 'x' : declared.length === extra ? pythonName(declared[place - 1] ?? '') : 'other';
    assign(node, [wish], -1);
  });
  items.forEach((item, index) => {
    const [first] = item.elements;
    const last = item.elements.at(-1);
    if (first === undefined || last === undefined) return;
    const said = block === undefined && first.kind === 'layer' ? first.node.tensor : undefined;
    const own = tensorName(item.base, block) ?? (said === undefined ? undefined : pythonName(said));
    const [input] = inputsOf(first);
    for (const node of outputsOf(last)) {
      if (node.inputs.length === 0) {
        assign(node, [node.tensor === undefined ? 'inputs' : pythonName(node.tensor)], index);
        continue;
      }
      const before = input === undefined ? undefined : names.get(input);
      const plain = before !== undefined && /^(x|y)(_\d+)?$/.test(before) ? [before] : [];
      assign(node, own === undefined ? [...plain, 'x', 'y'] : [own], index);
    }
  });
  return names;
}

/** The statement's name that the path of an item begins with: `main` of `main/ConvBN`. */
function tensorName(base: string, block: BlockPlan | undefined): string | undefined {
  const [head = '', ...rest] = base.split('/');
  if (rest.length === 0 || /^\d+$/.test(rest[0] ?? '')) return undefined;
  return block === undefined || rest.length > 0 ? pythonName(head) : undefined;
}
