/** What differs between the uses of a block, as parameters with as few of them as will do. */
import type { ArgumentValue } from '../../../language/layers/definition';
import type { Item } from './body';
import { leavesOf } from './leaves';

export interface BlockParameter {
  readonly name: string;
  /** By use. */
  readonly values: readonly ArgumentValue[];
}

/** What stands at one place of a block's text. */
export type LeafExpression =
  | { readonly kind: 'constant'; readonly value: ArgumentValue }
  /** The parameter, times or divided by a whole number. */
  | { readonly kind: 'parameter'; readonly parameter: number; readonly times: number; readonly by: number };

export interface BlockLeaves {
  readonly parameters: readonly BlockParameter[];
  /** In the order of the layers and uses of other blocks in its text. */
  readonly leaves: readonly LeafExpression[];
}

/** The parameters of blocks that are used inside; their values stand for the leaves of the use. */
export type InnerBlocks = (item: Item & { kind: 'block' }) => readonly { name: string; value: ArgumentValue }[];

const largestFactor = 16;

export function blockParameters(occurrences: readonly (readonly Item[])[], inner?: InnerBlocks): BlockLeaves {
  const rows = occurrences.map((items) => items.flatMap((item) => itemLeaves(item, inner)));
  const [first = []] = rows;
  const parameters: { name: string; values: readonly ArgumentValue[] }[] = [];
  const byValues = new Map<string, number>();
  const names = new Set<string>();
  const leaves = first.map(({ name, value }, index): LeafExpression => {
    const values = rows.map((row) => row[index]?.value ?? null);
    const key = JSON.stringify(values);
    const text = JSON.stringify(value);
    if (values.every((other) => JSON.stringify(other) === text)) return { kind: 'constant', value };
    const same = byValues.get(key) ?? parameters.findIndex((parameter) => JSON.stringify(parameter.values) === key);
    if (same >= 0) return { kind: 'parameter', parameter: same, times: 1, by: 1 };
    const multiple = findMultiple(parameters, values);
    if (multiple !== undefined) return multiple;
    byValues.set(key, parameters.length);
    parameters.push({ name: freeName(name, names), values });
    return { kind: 'parameter', parameter: parameters.length - 1, times: 1, by: 1 };
  });
  return { parameters, leaves };
}

/** The leaves of an item; those of a use of a block are its arguments. */
export function itemLeaves(
  item: Item,
  inner: InnerBlocks | undefined,
): readonly { readonly name: string; readonly value: ArgumentValue }[] {
  if (item.kind === 'layer') return leavesOf(item.node);
  if (item.kind === 'block')
    return inner === undefined ? item.items.flatMap((each) => itemLeaves(each, inner)) : inner(item);
  return item.body.chains.flatMap(({ items }) => items.flatMap((each) => itemLeaves(each, inner)));
}

/** Four times the filters of another convolution, in every use. */
function findMultiple(
  parameters: readonly BlockParameter[],
  values: readonly ArgumentValue[],
): LeafExpression | undefined {
  const numbers = wholeNumbers(values);
  if (numbers === undefined) return undefined;
  for (const [index, parameter] of parameters.entries()) {
    const base = wholeNumbers(parameter.values);
    const [a, b] = [base?.[0], numbers[0]];
    if (base === undefined || a === undefined || b === undefined) continue;
    for (const [times, by] of [
      [b / a, 1],
      [1, a / b],
    ] as const) {
      const fits = Number.isInteger(times) && Number.isInteger(by) && times <= largestFactor && by <= largestFactor;
      if (fits && base.every((value, use) => value * times === (numbers[use] ?? 0) * by))
        return { kind: 'parameter', parameter: index, times, by };
    }
  }
  return undefined;
}

function wholeNumbers(values: readonly ArgumentValue[]): readonly number[] | undefined {
  const numbers = values.flatMap((value) =>
    typeof value === 'number' && Number.isInteger(value) && value > 1 ? [value] : [],
  );
  return numbers.length === values.length ? numbers : undefined;
}

function freeName(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let number = 2; names.has(name); number += 1) name = `${wanted}_${number}`;
  names.add(name);
  return name;
}
