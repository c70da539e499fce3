import type { LayerArguments, ParameterDefinition } from '../definition';
import { sizesOf, wordOf } from '../readers';
import {
  activation,
  dataFormat,
  integer,
  padding,
  parameter,
  sizes,
  useBias,
  weightParameters,
} from '../shared/parameters';
import type { Window } from '../shared/window';

export const filters: ParameterDefinition = integer('filters', 'The number of output channels.', 1);

export function kernelSize(rank: number): ParameterDefinition {
  return sizes('kernel_size', rank, undefined, 'The size of the window, one number or one an axis.');
}

export function strides(rank: number): ParameterDefinition {
  return sizes('strides', rank, 1, 'How far the window moves from one output to the next.');
}

export function dilationRate(rank: number): ParameterDefinition {
  return sizes('dilation_rate', rank, 1, 'The distance between the taps of the window.');
}

export const depthMultiplier: ParameterDefinition = integer(
  'depth_multiplier',
  'How many output channels each input channel gets.',
  1,
  1,
);

/** `strides` to `dilation_rate`, as most convolutions have them. */
export function windowParameters(
  rank: number,
  paddings: readonly string[] = ['valid', 'same'],
): readonly ParameterDefinition[] {
  return [strides(rank), padding(paddings), dataFormat, dilationRate(rank)];
}

/** `activation` to the constraints. */
export function tailParameters(kernels: readonly string[]): readonly ParameterDefinition[] {
  return [activation, useBias, ...weightParameters(kernels)];
}

export function fixedKernel(rank: number): ParameterDefinition {
  const summary = `Fixed weights of ${rank} ax${rank === 1 ? 'is' : 'es'} in place of trained ones; filters and kernel_size follow from them, there is no bias.`;
  return { ...parameter('kernel', { kind: 'kernel' }, null, summary), keywordOnly: true };
}

/** The window that the arguments describe, or undefined while one of them is unknown. */
export function windowOf(
  args: LayerArguments,
  size: readonly number[] | null | undefined = sizesOf(args, 'kernel_size'),
): Window | undefined {
  const stride = sizesOf(args, 'strides');
  const dilation = sizesOf(args, 'dilation_rate');
  const word = wordOf(args, 'padding');
  if (!size || !stride || !dilation || !word) return undefined;
  return { size, stride, dilation, padding: word };
}
