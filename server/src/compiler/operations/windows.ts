import type { OperationAttributes } from '../../language/layers/lowering';
import type { TensorShape } from '../program';
import { numbersAttribute, textAttribute } from './attributes';
import { OperationError } from './definition';
import { known } from './shapes';

/** A sliding window over the spatial axes of a channels-last tensor. */
export interface Windows {
  readonly input: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before the first element, by axis. */
  readonly before: readonly number[];
  readonly output: readonly number[];
}

/**
 * Where windows of `kernel` taps land: with `VALID` ⌊(in − span) / stride⌋ + 1 of them, with `SAME`
 * ⌈in / stride⌉, the padding split evenly, the odd one after the end, as in TensorFlow.
 */
export function windowsOf(
  input: readonly number[],
  kernel: readonly number[],
  attributes: OperationAttributes,
): Windows {
  const strides = numbersAttribute(attributes, 'strides');
  const dilations =
    attributes.dilations === undefined ? kernel.map(() => 1) : numbersAttribute(attributes, 'dilations');
  const same = isSame(attributes);
  if (strides.length !== kernel.length || dilations.length !== kernel.length || input.length !== kernel.length) {
    throw new OperationError(`strides, dilations and kernel need ${input.length} sizes each`);
  }
  const axes = input.map((size, axis) =>
    axisWindow(size, kernel[axis] ?? 1, strides[axis] ?? 1, dilations[axis] ?? 1, same),
  );
  return {
    input,
    kernel,
    strides,
    dilations,
    before: axes.map((axis) => axis.before),
    output: axes.map((axis) => axis.output),
  };
}

/** Sizes between the batch and the channels. */
export function spatialOf(shape: TensorShape): readonly number[] {
  return shape.slice(1, -1).map((_, axis) => known(shape, axis + 1));
}

function isSame(attributes: OperationAttributes): boolean {
  const padding = textAttribute(attributes, 'padding');
  if (padding !== 'SAME' && padding !== 'VALID')
    throw new OperationError(`padding must be SAME or VALID, got ${padding}`);
  return padding === 'SAME';
}

function axisWindow(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  same: boolean,
): { before: number; output: number } {
  const span = (kernel - 1) * dilation + 1;
  if (same) {
    const output = Math.ceil(size / stride);
    return { output, before: Math.floor(Math.max((output - 1) * stride + span - size, 0) / 2) };
  }
  const output = Math.floor((size - span) / stride) + 1;
  if (output < 1) throw new OperationError(`a window of ${span} does not fit into ${size}`);
  return { output, before: 0 };
}
