import { elementCount, type Shape, type Size } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference, WeightDefinition } from '../definition';
import { flagOf, functionOf, kernelOf, numberOf } from '../readers';
import { argumentProblem, gives, rankProblem, sizesText } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, padding } from '../shared/parameters';
import { slideShape } from '../shared/slideShape';
import { biasWeights, namedInitializer, trainableWeight } from '../shared/weights';
import { windowField, windowFormula, type Window } from '../shared/window';
import {
  depthMultiplier,
  dilationRate,
  fixedKernel,
  kernelSize,
  strides,
  tailParameters,
  windowOf,
} from './convolutionParameters';
import { lowerDepthwise } from './lowerConvolution';

/** DepthwiseConv1D and DepthwiseConv2D (keras/src/layers/convolutional/base_depthwise_conv.py). */
export function depthwiseConvolution(rank: 1 | 2): LayerDefinition {
  const name = `DepthwiseConv${rank}D`;
  return {
    name,
    aliases: [],
    category: 'convolution',
    windowOperation: 'depthwise',
    summary: 'Convolves each channel on its own, without mixing them.',
    parameters: [
      { ...kernelSize(rank), unless: 'kernel' },
      strides(rank),
      padding(),
      depthMultiplier,
      dataFormat,
      dilationRate(rank),
      ...tailParameters(['depthwise']),
      fixedKernel(rank),
    ],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => inferShape(name, rank, input, args),
    weights: ([input = []], args) => weights(rank, input, args),
    parameterFormula: ([input = []], args) => parameterFormula(input, args),
    shapeFormula: ([input = []], args) => {
      const window = depthwiseWindow(args);
      return window === undefined ? undefined : windowFormula(input.slice(0, -1), window);
    },
    macs: (_inputs, output, args) => elementCount([...output, ...(sizeOf(args) ?? [null])]),
    receptiveField: ([input = []], args) => {
      const window = depthwiseWindow(args);
      return window === undefined ? [] : windowField(input.slice(0, -1), window);
    },
    lower: (context, inputs, args) => {
      const window = depthwiseWindow(args);
      if (window === undefined) throw new Error(`${name} is lowered before its arguments are known.`);
      const convolved = lowerDepthwise(context, onlyInput(inputs), context.weight('kernel'), window);
      const biased = hasBias(args) ? context.apply('BiasAdd', [convolved, context.weight('bias')]) : convolved;
      return context.activation(biased, functionOf(args, 'activation') ?? null);
    },
  };
}

function inferShape(name: string, rank: number, input: Shape, args: LayerArguments): ShapeInference {
  const problem = rankProblem(name, input, rank, 'DepthwiseConv#') ?? kernelProblem(name, rank, args);
  if (problem !== undefined) return problem;
  const window = depthwiseWindow(args);
  const channels = channelsOut(input, args);
  const spatial = input.slice(0, -1);
  if (window === undefined) return gives([...spatial.map(() => null), channels]);
  const slid = slideShape(name, 'kernel', 'kernel_size', spatial, window);
  return slid.ok ? gives([...(slid.output ?? []), channels]) : slid;
}

function kernelProblem(name: string, rank: number, args: LayerArguments): ShapeInference | undefined {
  const kernel = kernelOf(args, 'kernel');
  if (!kernel) return undefined;
  if (kernel.shape.length !== rank) {
    return argumentProblem(
      `${name} needs a kernel of ${rank} ax${rank === 1 ? 'is' : 'es'}, got one of ${sizesText(kernel.shape)}`,
      'kernel',
    );
  }
  const argument = args['kernel_size']
    ? 'kernel_size'
    : numberOf(args, 'depth_multiplier') === 1
      ? undefined
      : 'depth_multiplier';
  return argument === undefined
    ? undefined
    : argumentProblem(`${name}'s ${argument} follows from kernel: leave it out`, argument, [
        { kind: 'remove', argument },
      ]);
}

function weights(rank: number, input: Shape, args: LayerArguments): readonly WeightDefinition[] {
  const size = sizeOf(args) ?? new Array<Size>(rank).fill(null);
  const channels = input.at(-1) ?? null;
  const shape = [...size, channels, numberOf(args, 'depth_multiplier') ?? null];
  const kernel = kernelOf(args, 'kernel');
  if (!kernel)
    return [trainableWeight('kernel', shape, args, 'depthwise'), ...biasWeights(channelsOut(input, args), args)];
  // The same taps for every channel, which stand last but one.
  const fixed =
    channels === null ? undefined : kernel.values.flatMap((value) => new Array<number>(channels).fill(value));
  return [
    {
      name: 'kernel',
      shape,
      initializer: namedInitializer('zeros'),
      trainable: false,
      ...(fixed === undefined ? {} : { fixed }),
    },
  ];
}

function parameterFormula(input: Shape, args: LayerArguments): string {
  const taps = (sizeOf(args) ?? [null]).map((size) => size ?? '?').join('·');
  const multiplier = numberOf(args, 'depth_multiplier') ?? '?';
  const channels = `${input.at(-1) ?? '?'}${multiplier === 1 ? '' : `·${multiplier}`}`;
  if (kernelOf(args, 'kernel')) return `${taps}·${channels} fixed`;
  return hasBias(args) ? `(${taps} + 1)·${channels}` : `${taps}·${channels}`;
}

function depthwiseWindow(args: LayerArguments): Window | undefined {
  return windowOf(args, sizeOf(args));
}

function sizeOf(args: LayerArguments): readonly number[] | undefined {
  return kernelOf(args, 'kernel')?.shape ?? windowOf(args)?.size;
}

function channelsOut(input: Shape, args: LayerArguments): Size {
  return elementCount([input.at(-1) ?? null, numberOf(args, 'depth_multiplier') ?? null]);
}

function hasBias(args: LayerArguments): boolean {
  return !kernelOf(args, 'kernel') && flagOf(args, 'use_bias') !== false;
}
