import { elementCount, formatShape, type Shape, type Size } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference, WeightDefinition } from '../definition';
import { flagOf, functionOf, kernelOf, knownNumber, numberOf } from '../readers';
import { argumentText, argumentProblem, gives, rankProblem, shapeProblem, sizesText } from '../shared/inference';
import { integer } from '../shared/parameters';
import { slideShape } from '../shared/slideShape';
import { biasWeights, namedInitializer, trainableWeight } from '../shared/weights';
import { windowField, windowFormula, type Window } from '../shared/window';
import { dilationAndStride } from './dilationAndStride';
import { filters, fixedKernel, kernelSize, tailParameters, windowOf, windowParameters } from './convolutionParameters';
import { lowerConvolution } from './lowerConvolution';

/** Conv1D, Conv2D or Conv3D (keras/src/layers/convolutional/base_conv.py). */
export function convolution(rank: 1 | 2 | 3, summary: string): LayerDefinition {
  const name = `Conv${rank}D`;
  return {
    name,
    aliases: [`Convolution${rank}D`],
    category: 'convolution',
    windowOperation: 'convolution',
    summary,
    parameters: [
      { ...filters, unless: 'kernel' },
      { ...kernelSize(rank), unless: 'kernel' },
      ...windowParameters(rank, rank === 1 ? ['valid', 'same', 'causal'] : undefined),
      integer('groups', 'Into how many groups the channels are parted, each convolved on its own.', 1, 1),
      ...tailParameters(['kernel']),
      fixedKernel(rank),
    ],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => inferShape(name, rank, input, args),
    weights: ([input = []], args) => weights(rank, input, args),
    parameterFormula: ([input = []], args) => parameterFormula(input, args),
    shapeFormula: ([input = []], args) => shapeFormula(input, args),
    macs: ([input = []], output, args) =>
      elementCount([...output, ...(sizeOf(args) ?? [null]), groupChannels(input, args)]),
    receptiveField: ([input = []], args) => fieldOf(input, args),
    lower: (context, [input], args) => {
      const window = convolutionWindow(args);
      if (input === undefined || window === undefined)
        throw new Error(`${name} is lowered before its arguments are known.`);
      const convolved = lowerConvolution(context, input, context.weight('kernel'), window, knownNumber(args, 'groups'));
      const biased = hasBias(args) ? context.apply('BiasAdd', [convolved, context.weight('bias')]) : convolved;
      return context.activation(biased, functionOf(args, 'activation') ?? null);
    },
  };
}

function inferShape(name: string, rank: number, input: Shape, args: LayerArguments): ShapeInference {
  const problem =
    rankProblem(name, input, rank, 'Conv#') ??
    dilationAndStride(name, args) ??
    kernelProblem(name, rank, input, args) ??
    groupProblem(name, input, args);
  if (problem !== undefined) return problem;
  const window = convolutionWindow(args);
  const spatial = input.slice(0, -1);
  if (window === undefined) return gives([...spatial.map(() => null), channelsOut(args)]);
  const slid = slideShape(name, 'kernel', 'kernel_size', spatial, window);
  return slid.ok ? gives([...(slid.output ?? []), channelsOut(args)]) : slid;
}

/** A fixed kernel has the axes of the window, stands alone, and sees one channel. */
function kernelProblem(name: string, rank: number, input: Shape, args: LayerArguments): ShapeInference | undefined {
  const kernel = kernelOf(args, 'kernel');
  if (!kernel) return undefined;
  if (kernel.shape.length !== rank) {
    const layer =
      kernel.shape.length >= 1 && kernel.shape.length <= 3
        ? [{ kind: 'replace-layer' as const, layer: `Conv${kernel.shape.length}D` }]
        : [];
    return argumentProblem(
      `${name} needs a kernel of ${rank} ax${rank === 1 ? 'is' : 'es'}, got one of ${sizesText(kernel.shape)}`,
      'kernel',
      layer,
    );
  }
  for (const argument of ['filters', 'kernel_size']) {
    if (args[argument] !== null && args[argument] !== undefined) {
      return argumentProblem(`${name}'s ${argument} follows from kernel: leave it out`, argument, [
        { kind: 'remove', argument },
      ]);
    }
  }
  const channels = input.at(-1) ?? null;
  if (channels === null || channels === 1) return undefined;
  const fixes = rank === 3 ? [] : [{ kind: 'replace-layer' as const, layer: `DepthwiseConv${rank}D` }];
  return shapeProblem(`A fixed kernel sees one channel, but ${formatShape(input)} has ${channels}`, fixes, {
    argument: 'kernel',
    input: 0,
  });
}

function groupProblem(name: string, input: Shape, args: LayerArguments): ShapeInference | undefined {
  const groups = numberOf(args, 'groups');
  if (typeof groups !== 'number' || groups === 1) return undefined;
  const count = channelsOut(args);
  const sides = [
    ['filters', count],
    ['input channels', input.at(-1) ?? null],
  ] as const;
  for (const [what, size] of sides) {
    if (size === null || size % groups === 0) continue;
    const common = largestCommonDivisor(
      sides.map(([, channels]) => channels ?? groups),
      groups,
    );
    return argumentProblem(`${name}'s groups must divide the ${what}: ${size} / ${groups}`, 'groups', [
      { kind: 'set', argument: 'groups', value: argumentText([common]) },
    ]);
  }
  return undefined;
}

function largestCommonDivisor(sizes: readonly number[], limit: number): number {
  for (let divisor = limit; divisor > 1; divisor--) if (sizes.every((size) => size % divisor === 0)) return divisor;
  return 1;
}

function weights(rank: number, input: Shape, args: LayerArguments): readonly WeightDefinition[] {
  const size = sizeOf(args) ?? new Array<Size>(rank).fill(null);
  const shape = [...size, groupChannels(input, args), channelsOut(args)];
  const kernel = kernelOf(args, 'kernel');
  if (kernel)
    return [{ name: 'kernel', shape, initializer: namedInitializer('zeros'), trainable: false, fixed: kernel.values }];
  return [trainableWeight('kernel', shape, args), ...biasWeights(channelsOut(args), args)];
}

function parameterFormula(input: Shape, args: LayerArguments): string | undefined {
  const taps = [...(sizeOf(args) ?? [null]), groupChannels(input, args)].map((size) => size ?? '?').join('·');
  if (kernelOf(args, 'kernel')) return `${taps} fixed`;
  return hasBias(args) ? `(${taps} + 1)·${channelsOut(args) ?? '?'}` : `${taps}·${channelsOut(args) ?? '?'}`;
}

function shapeFormula(input: Shape, args: LayerArguments): string | undefined {
  const window = convolutionWindow(args);
  return window === undefined ? undefined : windowFormula(input.slice(0, -1), window);
}

function fieldOf(input: Shape, args: LayerArguments): ReturnType<typeof windowField> {
  const window = convolutionWindow(args);
  return window === undefined ? [] : windowField(input.slice(0, -1), window);
}

function convolutionWindow(args: LayerArguments): Window | undefined {
  return windowOf(args, sizeOf(args));
}

function sizeOf(args: LayerArguments): readonly number[] | undefined {
  return kernelOf(args, 'kernel')?.shape ?? windowOf(args)?.size;
}

function channelsOut(args: LayerArguments): Size {
  return kernelOf(args, 'kernel') ? 1 : (numberOf(args, 'filters') ?? null);
}

/** How many input channels one filter sees. */
function groupChannels(input: Shape, args: LayerArguments): Size {
  const channels = input.at(-1) ?? null;
  const groups = numberOf(args, 'groups');
  return channels === null || typeof groups !== 'number' ? null : Math.floor(channels / groups);
}

function hasBias(args: LayerArguments): boolean {
  return !kernelOf(args, 'kernel') && flagOf(args, 'use_bias') !== false;
}
