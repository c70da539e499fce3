import type { Item } from '../structure/body';
import { layersOf } from '../structure/body';
import { layerRegistry } from '../../../language/layers/registry';
import { plainName } from './spell';

const short: ReadonlyMap<string, string> = new Map([
  ['Conv2D', 'Conv'],
  ['Conv1D', 'Conv'],
  ['Conv3D', 'Conv'],
  ['DepthwiseConv2D', 'Depthwise'],
  ['SeparableConv2D', 'Separable'],
  ['Conv2DTranspose', 'UpConv'],
  ['BatchNormalization', 'BN'],
  ['LayerNormalization', 'LN'],
  ['ZeroPadding2D', 'Pad'],
  ['MaxPool2D', 'Pool'],
]);

/** A name for a block that tells what it does: `ConvBNReLU`, `Residual`, `SqueezeExcite`. */
export function blockName(items: readonly Item[], nested: string | undefined, taken: ReadonlySet<string>): string {
  const base = nested === undefined ? describe(items) : pascalCase(nested);
  const free = layerRegistry.get(base) === undefined ? base : `${base}Block`;
  let name = free;
  for (let number = 2; taken.has(name); number += 1) name = `${free}${number}`;
  return name;
}

function describe(items: readonly Item[]): string {
  const names = items.flatMap((item) => [...layersOf(item)]).map(({ layer }) => layer?.name ?? 'Unknown');
  const regions = items.filter((item) => item.kind === 'region');
  if (regions.length > 0) {
    const [last] = regions.map(({ body }) => body.chains.at(-1)?.items[0]);
    const joint = last?.kind === 'layer' ? last.node.layer?.name : undefined;
    const isGate = names.some((name) => name.startsWith('GlobalAvgPool')) && joint === 'Multiply';
    if (isGate && names.length < 10) return 'SqueezeExcite';
    if (joint === 'Add') return 'Residual';
    if (joint === 'Concatenate') return regions[0]?.body.chains.length === 2 ? 'Growth' : 'Inception';
    return 'Branches';
  }
  const words = names.map((name) => short.get(name) ?? name);
  if (words.length <= 3) return words.join('');
  if (names.includes('DepthwiseConv2D')) return 'DepthwiseBlock';
  if (names.includes('SeparableConv2D')) return 'SeparableBlock';
  const isStack = names.some((name) => name.startsWith('Conv'));
  return isStack ? 'ConvBlock' : 'Stack';
}

function pascalCase(name: string): string {
  const words = plainName(name).split('_').filter(Boolean);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('') || 'Part';
}
