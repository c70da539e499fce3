import type { LayerWindow, WindowAnswer } from '../../protocol/inspectMessages';
import type { Tensor } from '../backend';

export interface WindowQuestion {
  readonly path: string;
  readonly window: LayerWindow;
  /** By spatial axis; empty for the unit of the channel whose output is farthest from 0. */
  readonly unit: readonly number[];
  readonly channel: number;
  readonly input: Tensor;
  readonly output: Tensor;
  /** Spatial axes, input channels, filters; for a depthwise layer the multiplier last. Absent for pooling. */
  readonly kernel: Tensor | undefined;
  readonly bias: Tensor | undefined;
  readonly activation: string | undefined;
}

/** How one output value comes from its window. A unit outside the output is taken as the nearest inside. */
export function windowArithmetic(question: WindowQuestion): WindowAnswer {
  const { window, input, output, kernel } = question;
  const sizes = output.shape.slice(1, -1);
  const channel = clamp(question.channel, output.shape.at(-1) ?? 1);
  const wanted = question.unit.length > 0 ? question.unit : strongestUnit(output, sizes, channel);
  const unit = sizes.map((size, axis) => clamp(wanted[axis] ?? 0, size));
  const start = unit.map((place, axis) => place * (window.stride[axis] ?? 1) - (window.before[axis] ?? 0));
  const { firstChannel, channels, column } = channelsOf(question, channel);
  const positions = window.size.reduce((all, size) => all * size, 1);
  const values = new Float32Array(positions * channels);
  const inside = new Uint8Array(positions);
  const taken = new Float32Array(kernel === undefined ? 0 : values.length);
  const rowOfKernel = kernel === undefined ? 0 : (kernel.shape.at(-1) ?? 1);
  const kernelChannels = kernel?.shape.at(-2) ?? 1;
  for (let position = 0; position < positions; position++) {
    const offset = placeInInput(position, start, window, input.shape);
    inside[position] = offset === undefined ? 0 : 1;
    for (let index = 0; index < channels; index++) {
      if (offset !== undefined) values[position * channels + index] = input.data[offset + firstChannel + index] ?? 0;
      if (kernel === undefined) continue;
      const row = position * kernelChannels + (window.operation === 'depthwise' ? firstChannel : index);
      taken[position * channels + index] = kernel.data[row * rowOfKernel + column] ?? 0;
    }
  }
  const bias = question.bias?.data[channel] ?? 0;
  return {
    kind: 'window',
    path: question.path,
    operation: window.operation,
    unit,
    channel,
    start,
    size: window.size,
    dilation: window.dilation,
    firstChannel,
    channels,
    values,
    inside,
    kernel: taken,
    bias,
    sum: reduce(window.operation, values, inside, taken, bias),
    activation: question.activation,
    output: output.data[offsetOf([0, ...unit, channel], output.shape)] ?? 0,
  };
}

function strongestUnit({ data, shape }: Tensor, sizes: readonly number[], channel: number): readonly number[] {
  const channels = shape.at(-1) ?? 1;
  let strongest = 0;
  for (let place = 1; place * channels < data.length; place++) {
    if (Math.abs(data[place * channels + channel] ?? 0) > Math.abs(data[strongest * channels + channel] ?? 0))
      strongest = place;
  }
  const unit: number[] = [];
  for (const size of sizes.toReversed()) {
    unit.unshift(strongest % size);
    strongest = Math.floor(strongest / size);
  }
  return unit;
}

/** The input channels of an output channel, and the kernel's column. Groups take consecutive channels. */
function channelsOf(
  { window, input, output, kernel }: WindowQuestion,
  channel: number,
): { readonly firstChannel: number; readonly channels: number; readonly column: number } {
  if (kernel === undefined) return { firstChannel: channel, channels: 1, column: 0 };
  const filters = kernel.shape.at(-1) ?? 1;
  if (window.operation === 'depthwise') {
    return { firstChannel: Math.floor(channel / filters), channels: 1, column: channel % filters };
  }
  const channels = kernel.shape.at(-2) ?? 1;
  const groups = (input.shape.at(-1) ?? channels) / channels;
  const group = Math.floor(channel / ((output.shape.at(-1) ?? 1) / groups));
  return { firstChannel: group * channels, channels, column: channel };
}

/** Where a position of the window starts in the data, or undefined in the padding. */
function placeInInput(
  position: number,
  start: readonly number[],
  { size, dilation }: LayerWindow,
  shape: readonly number[],
): number | undefined {
  const indices = new Array<number>(size.length).fill(0);
  let rest = position;
  for (let axis = size.length - 1; axis >= 0; axis--) {
    const length = size[axis] ?? 1;
    const index = (start[axis] ?? 0) + (rest % length) * (dilation[axis] ?? 1);
    if (index < 0 || index >= (shape[axis + 1] ?? 0)) return undefined;
    indices[axis] = index;
    rest = Math.floor(rest / length);
  }
  return offsetOf([0, ...indices, 0], shape);
}

function offsetOf(indices: readonly number[], shape: readonly number[]): number {
  return indices.reduce((offset, index, axis) => offset * (shape[axis] ?? 1) + index, 0);
}

function reduce(
  operation: LayerWindow['operation'],
  values: Float32Array,
  inside: Uint8Array,
  kernel: Float32Array,
  bias: number,
): number {
  const seen = Array.from(values).filter(
    (_, index) => inside[Math.floor((index * inside.length) / values.length)] === 1,
  );
  switch (operation) {
    case 'convolution':
    case 'depthwise':
      return values.reduce((sum, value, index) => sum + value * (kernel[index] ?? 0), 0) + bias;
    case 'max':
      return seen.reduce((most, value) => Math.max(most, value), -Infinity);
    case 'average':
      return seen.reduce((sum, value) => sum + value, 0) / Math.max(1, seen.length);
    case 'l2':
      return Math.sqrt(seen.reduce((sum, value) => sum + value * value, 0));
  }
}

function clamp(index: number, size: number): number {
  return Math.min(Math.max(0, index), Math.max(0, size - 1));
}
