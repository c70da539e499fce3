import { elementCount, type Shape, type Size } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import { flagOf, functionOf, numberOf } from '../readers';
import { gives, rankProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { slideShape } from '../shared/slideShape';
import { biasWeights, trainableWeight } from '../shared/weights';
import { windowField, windowFormula, type Window } from '../shared/window';
import {
  depthMultiplier,
  filters,
  kernelSize,
  tailParameters,
  windowOf,
  windowParameters,
} from './convolutionParameters';
import { lowerConvolution, lowerDepthwise } from './lowerConvolution';

/** SeparableConv1D and SeparableConv2D (keras/src/layers/convolutional/base_separable_conv.py). */
export function separableConvolution(rank: 1 | 2): LayerDefinition {
  const name = `SeparableConv${rank}D`;
  return {
    name,
    aliases: [`SeparableConvolution${rank}D`],
    category: 'convolution',
    summary: 'Convolves each channel on its own, then mixes them with a convolution of size 1.',
    parameters: [
      filters,
      kernelSize(rank),
      ...windowParameters(rank),
      depthMultiplier,
      ...tailParameters(['depthwise', 'pointwise']),
    ],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => inferShape(name, rank, input, args),
    weights: ([input = []], args) => {
      const size = windowOf(args)?.size ?? new Array<Size>(rank).fill(null);
      const count = numberOf(args, 'filters') ?? null;
      return [
        trainableWeight('depthwise_kernel', [...size, input.at(-1) ?? null, multiplierOf(args)], args, 'depthwise'),
        trainableWeight(
          'pointwise_kernel',
          [...size.map(() => 1), spreadChannels(input, args), count],
          args,
          'pointwise',
        ),
        ...biasWeights(count, args),
      ];
    },
    parameterFormula: ([input = []], args) => {
      const taps = (windowOf(args)?.size ?? [null]).map((size) => size ?? '?').join('·');
      const spread = spreadChannels(input, args) ?? '?';
      const count = numberOf(args, 'filters') ?? '?';
      const mixed = flagOf(args, 'use_bias') === false ? `${spread}·${count}` : `(${spread} + 1)·${count}`;
      return `${taps}·${spread} + ${mixed}`;
    },
    shapeFormula: ([input = []], args) => {
      const window = windowOf(args);
      return window === undefined ? undefined : windowFormula(input.slice(0, -1), window);
    },
    macs: ([input = []], output, args) => macs(input, output, args),
    receptiveField: ([input = []], args) => {
      const window = windowOf(args);
      return window === undefined ? [] : windowField(input.slice(0, -1), window);
    },
    lower: (context, inputs, args) => {
      const window = windowOf(args);
      if (window === undefined) throw new Error(`${name} is lowered before its arguments are known.`);
      const spread = lowerDepthwise(context, onlyInput(inputs), context.weight('depthwise_kernel'), window);
      const mixed = lowerConvolution(context, spread, context.weight('pointwise_kernel'), pointwise(window), 1);
      const biased =
        flagOf(args, 'use_bias') === false ? mixed : context.apply('BiasAdd', [mixed, context.weight('bias')]);
      return context.activation(biased, functionOf(args, 'activation') ?? null);
    },
  };
}

function inferShape(name: string, rank: number, input: Shape, args: LayerArguments): ShapeInference {
  const problem = rankProblem(name, input, rank, 'SeparableConv#');
  if (problem !== undefined) return problem;
  const window = windowOf(args);
  const count = numberOf(args, 'filters') ?? null;
  const spatial = input.slice(0, -1);
  if (window === undefined) return gives([...spatial.map(() => null), count]);
  const slid = slideShape(name, 'kernel', 'kernel_size', spatial, window);
  return slid.ok ? gives([...(slid.output ?? []), count]) : slid;
}

function macs(input: Shape, output: Shape, args: LayerArguments): number | null {
  const spatial = output.slice(0, -1);
  const spread = spreadChannels(input, args);
  const depthwise = elementCount([...spatial, spread, ...(windowOf(args)?.size ?? [null])]);
  const mixing = elementCount([...output, spread]);
  return depthwise === null || mixing === null ? null : depthwise + mixing;
}

function pointwise(window: Window): Window {
  const ones = window.size.map(() => 1);
  return { size: ones, stride: ones, dilation: ones, padding: 'valid' };
}

function multiplierOf(args: LayerArguments): Size {
  return numberOf(args, 'depth_multiplier') ?? null;
}

/** The channels between the two convolutions. */
function spreadChannels(input: Shape, args: LayerArguments): Size {
  return elementCount([input.at(-1) ?? null, multiplierOf(args)]);
}
