import type { LoweringContext, Value } from '../lowering';
import { extent, windowPadding, type Window } from './window';

/** Runs a window operation over a channels-last value, `strides` by spatial axis. */
export type WindowRun = (input: Value, strides: readonly number[], padding: 'SAME' | 'VALID') => Value;

/**
 * Slides a window over a value. Causal padding becomes zeros in front. Dilation is taken apart into its
 * phases, which join the batch: TensorFlow's kernels for dilated gradients are missing or wrong on some
 * processors, while an undilated window over each phase is the same sum everywhere.
 */
export function lowerWindow(context: LoweringContext, input: Value, window: Window, run: WindowRun): Value {
  if (window.dilation.every((dilation) => dilation === 1)) {
    if (window.padding === 'causal')
      return run(padSpatial(context, input, explicitPadding(input, window)), window.stride, 'VALID');
    return run(input, window.stride, window.padding === 'same' ? 'SAME' : 'VALID');
  }
  const padding = explicitPadding(input, window);
  const lengths = spatialSizes(input).map((size, axis) => size + sum(padding[axis]));
  const rounded = padding.map(([before, after], axis) => {
    const dilation = window.dilation[axis] ?? 1;
    return [before, after + roundUp(lengths[axis] ?? 0, dilation) - (lengths[axis] ?? 0)] as const;
  });
  const phases = splitPhases(context, padSpatial(context, input, rounded), window.dilation);
  const ones = window.dilation.map(() => 1);
  const joined = joinPhases(context, run(phases, ones, 'VALID'), window.dilation);
  const sizes = lengths.map((length, axis) => length - extent(window.size[axis] ?? 1, window.dilation[axis] ?? 1) + 1);
  return cropSpatial(context, joined, sizes, window.stride);
}

export function spatialSizes(value: Value): readonly number[] {
  return value.shape.slice(1, -1).map((size) => size ?? 0);
}

/** Zeros around the spatial axes. */
export function padSpatial(
  context: LoweringContext,
  value: Value,
  padding: readonly (readonly [number, number])[],
): Value {
  if (padding.every(([before, after]) => before === 0 && after === 0)) return value;
  return context.apply('Pad', [value], { paddings: [0, 0, ...padding.flat(), 0, 0] });
}

/** The first `sizes` places of each spatial axis, every `strides`-th of them. */
export function cropSpatial(
  context: LoweringContext,
  value: Value,
  sizes: readonly number[],
  strides: readonly number[],
): Value {
  const channels = value.shape.at(-1) ?? 0;
  const zeros = value.shape.map(() => 0);
  const whole = spatialSizes(value).every((size, axis) => size === sizes[axis]);
  const cropped = whole ? value : context.apply('Slice', [value], { begin: zeros, size: [-1, ...sizes, channels] });
  if (strides.every((stride) => stride === 1)) return cropped;
  // An end of -1 takes the whole batch.
  return context.apply('StridedSlice', [cropped], {
    begin: zeros,
    end: [-1, ...sizes, channels],
    strides: [1, ...strides, 1],
  });
}

function explicitPadding(input: Value, window: Window): readonly (readonly [number, number])[] {
  return spatialSizes(input).map((size, axis) => windowPadding(size, window, axis) ?? [0, 0]);
}

/** [N, m·d, …, C] → [N·d…, m, …, C]: place i of an axis goes to phase i mod d. */
function splitPhases(context: LoweringContext, value: Value, dilation: readonly number[]): Value {
  const channels = value.shape.at(-1) ?? 0;
  const lengths = spatialSizes(value).map((size, axis) => size / (dilation[axis] ?? 1));
  const rank = dilation.length;
  const split = context.apply('Reshape', [value], {
    shape: [-1, ...lengths.flatMap((length, axis) => [length, dilation[axis] ?? 1]), channels],
  });
  const axes = dilation.map((_, axis) => axis);
  const perm = [0, ...axes.map((axis) => 2 + 2 * axis), ...axes.map((axis) => 1 + 2 * axis), 1 + 2 * rank];
  return context.apply('Reshape', [context.apply('Transpose', [split], { perm })], {
    shape: [-1, ...lengths, channels],
  });
}

function joinPhases(context: LoweringContext, value: Value, dilation: readonly number[]): Value {
  const channels = value.shape.at(-1) ?? 0;
  const lengths = spatialSizes(value);
  const rank = dilation.length;
  const split = context.apply('Reshape', [value], { shape: [-1, ...dilation, ...lengths, channels] });
  const perm = [0, ...dilation.flatMap((_, axis) => [1 + rank + axis, 1 + axis]), 1 + 2 * rank];
  const interleaved = context.apply('Transpose', [split], { perm });
  return context.apply('Reshape', [interleaved], {
    shape: [-1, ...lengths.map((length, axis) => length * (dilation[axis] ?? 1)), channels],
  });
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function sum(pair: readonly [number, number] | undefined): number {
  return pair === undefined ? 0 : pair[0] + pair[1];
}
