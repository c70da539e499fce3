import { elementCount, type Shape, type Size } from '../../model/shape';
import type { FieldStep, LayerArguments, LayerDefinition, ParameterDefinition, ShapeInference } from '../definition';
import { flagOf, functionOf, numberOf, sizesOf } from '../readers';
import { argumentProblem, argumentText, gives, rankProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, padding, parameter } from '../shared/parameters';
import { biasWeights, trainableWeight } from '../shared/weights';
import { along, extent, windowPadding, type Window } from '../shared/window';
import { dilationAndStride } from './dilationAndStride';
import { dilationRate, filters, kernelSize, strides, tailParameters, windowOf } from './convolutionParameters';
import { lowerTransposed } from './lowerTransposed';

/** Conv1DTranspose to Conv3DTranspose (keras/src/layers/convolutional/base_conv_transpose.py). */
export function transposedConvolution(rank: 1 | 2 | 3): LayerDefinition {
  const name = `Conv${rank}DTranspose`;
  return {
    name,
    aliases: [`Convolution${rank}DTranspose`],
    category: 'convolution',
    summary:
      'Spreads each value over a window with learned weights: the way back of a convolution, which enlarges by its strides.',
    parameters: [filters, kernelSize(rank), ...middle(rank), ...tailParameters(['kernel'])],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => inferShape(name, rank, input, args),
    weights: ([input = []], args) => {
      const size = windowOf(args)?.size ?? new Array<Size>(rank).fill(null);
      const count = numberOf(args, 'filters') ?? null;
      return [trainableWeight('kernel', [...size, count, input.at(-1) ?? null], args), ...biasWeights(count, args)];
    },
    parameterFormula: ([input = []], args) => {
      const taps = [...(windowOf(args)?.size ?? [null]), input.at(-1) ?? null].map((size) => size ?? '?').join('·');
      const count = numberOf(args, 'filters') ?? '?';
      return flagOf(args, 'use_bias') === false ? `${taps}·${count}` : `(${taps} + 1)·${count}`;
    },
    shapeFormula: ([input = []], args) => shapeFormula(input.slice(0, -1), args),
    macs: ([input = []], _output, args) =>
      elementCount([...input, ...(windowOf(args)?.size ?? [null]), numberOf(args, 'filters') ?? null]),
    receptiveField: ([input = []], args) => fieldOf(input.slice(0, -1), args),
    lower: (context, inputs, args) => {
      const input = onlyInput(inputs);
      const window = windowOf(args);
      if (window === undefined) throw new Error(`${name} is lowered before its arguments are known.`);
      const output = outputSizes(input.shape.slice(1, -1), args, window).map((size) => size ?? 0);
      const spread = lowerTransposed(context, input, context.weight('kernel'), window, output);
      const biased =
        flagOf(args, 'use_bias') === false ? spread : context.apply('BiasAdd', [spread, context.weight('bias')]);
      return context.activation(biased, functionOf(args, 'activation') ?? null);
    },
  };
}

/** Keras puts `output_padding` after `data_format` in three dimensions alone. */
function middle(rank: number): readonly ParameterDefinition[] {
  const outputPadding = parameter(
    'output_padding',
    { kind: 'sizes', rank, min: 0, optional: true },
    null,
    'What is added to the end of each axis, less than its stride; none takes the usual size.',
  );
  const ordered = rank === 3 ? [dataFormat, outputPadding] : [outputPadding, dataFormat];
  return [strides(rank), padding(), ...ordered, dilationRate(rank)];
}

function inferShape(name: string, rank: number, input: Shape, args: LayerArguments): ShapeInference {
  const problem =
    rankProblem(name, input, rank, 'Conv#Transpose') ??
    dilationAndStride(name, args) ??
    outputPaddingProblem(name, args);
  if (problem !== undefined) return problem;
  const count = numberOf(args, 'filters') ?? null;
  const window = windowOf(args);
  const spatial = input.slice(0, -1);
  if (window === undefined || sizesOf(args, 'output_padding') === undefined)
    return gives([...spatial.map(() => null), count]);
  return gives([...outputSizes(spatial, args, window), count]);
}

function outputPaddingProblem(name: string, args: LayerArguments): ShapeInference | undefined {
  const extra = sizesOf(args, 'output_padding');
  const stride = sizesOf(args, 'strides');
  const size = sizesOf(args, 'kernel_size');
  if (!extra || !stride) return undefined;
  const remove = { kind: 'remove', argument: 'output_padding' } as const;
  if (extra.some((value, axis) => value >= (stride[axis] ?? 1))) {
    const message = `${name}'s output_padding ${argumentText(extra)} must be less than strides ${argumentText(stride)}`;
    return argumentProblem(message, 'output_padding', [remove]);
  }
  // TensorFlow's kernel refuses an output that a same-padded convolution would not bring back to the input.
  const window = windowOf(args, size);
  if (window === undefined || window.padding !== 'same') return undefined;
  const short = extra.some((value, axis) => value === 0 && covered(window, axis) % 2 === 0);
  if (!short) return undefined;
  return argumentProblem(
    `${name} with an even kernel and padding=same needs output_padding above 0`,
    'output_padding',
    [remove],
  );
}

/** keras/src/backend/common/backend_utils.py, _get_output_shape_given_tf_padding. */
function outputSizes(spatial: Shape, args: LayerArguments, window: Window): Shape {
  const extra = sizesOf(args, 'output_padding') ?? undefined;
  return spatial.map((size, axis) => {
    if (size === null) return null;
    const { stride } = along(window, axis);
    const span = covered(window, axis);
    const added = extra?.[axis];
    if (window.padding === 'valid') return (size - 1) * stride + span + (added ?? Math.max(span, stride) - span);
    return added === undefined ? size * stride : (size - 1) * stride + (span % 2) + added;
  });
}

function covered(window: Window, axis: number): number {
  const { size, dilation } = along(window, axis);
  return extent(size, dilation);
}

function shapeFormula(spatial: Shape, args: LayerArguments): string | undefined {
  const window = windowOf(args);
  if (window === undefined) return undefined;
  const output = outputSizes(spatial, args, window);
  const plain = sizesOf(args, 'output_padding') === null;
  const lines = spatial.map((size, axis) => {
    const { stride } = along(window, axis);
    const span = covered(window, axis);
    const extra = plain ? Math.max(span, stride) - span : (sizesOf(args, 'output_padding')?.[axis] ?? 0);
    const tail = extra === 0 ? '' : ` + ${extra}`;
    if (window.padding === 'same' && plain) return `${size ?? '?'}·${stride} = ${output[axis] ?? '?'}`;
    return `(${size ?? '?'} − 1)·${stride} + ${window.padding === 'same' ? span % 2 : span}${tail} = ${output[axis] ?? '?'}`;
  });
  return [...new Set(lines)].join('\n');
}

/** The input is spread by the strides, then a window slides over it by 1. */
function fieldOf(spatial: Shape, args: LayerArguments): readonly FieldStep[] {
  const window = windowOf(args);
  if (window === undefined) return [];
  const output = outputSizes(spatial, args, window);
  return window.size.map((size, axis) => {
    const { stride, dilation } = along(window, axis);
    const back = windowPadding(output[axis] ?? null, window, axis);
    return {
      size,
      stride: 1,
      dilation,
      before: back === null ? null : extent(size, dilation) - 1 - back[0],
      upsample: stride,
    };
  });
}
