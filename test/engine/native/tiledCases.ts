import { windowsOf } from '../../../server/src/compiler/operations/windows';
import type { NumericTensor } from '../../../server/src/compiler/operations/definition';
import type { OperationCase } from '../../helpers/operationCases';

/** Convolutions that our own kernels do: both numbers of taps, tiles whole and cut at the image's end, panels of all widths. */
export function tiledCases(): readonly OperationCase[] {
  return sizes.flatMap(({ batch, size, taps, channels, filters, padding }) => {
    const attributes = { strides: [1, 1], padding };
    const { output } = windowsOf(size, [taps, taps], attributes);
    const filter = [taps, taps, channels, filters];
    const [x, w, dy] = [chirp([batch, ...size, channels], 1), chirp(filter, 2), chirp([batch, ...output, filters], 3)];
    return [
      { op: 'Conv2D', inputs: [x, w], attributes },
      { op: 'Conv2DBackpropInput', inputs: [w, dy], attributes: { ...attributes, input_size: [...size, channels] } },
      { op: 'Conv2DBackpropFilter', inputs: [x, dy], attributes: { ...attributes, filter_size: filter } },
    ];
  });
}

/** Values whose sums do not cancel: what is left of sums that do is rounding. */
function chirp(shape: readonly number[], seed: number): NumericTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return {
    dtype: 'float32',
    shape,
    data: Float64Array.from({ length: count }, (_, index) => Math.fround(Math.sin(1.3 * index * index + seed))),
  };
}

const sizes = [
  { batch: 3, size: [8, 8], taps: 3, channels: 32, filters: 32, padding: 'SAME' },
  { batch: 2, size: [13, 13], taps: 3, channels: 32, filters: 64, padding: 'VALID' },
  { batch: 5, size: [7, 9], taps: 3, channels: 48, filters: 48, padding: 'SAME' },
  { batch: 1, size: [6, 30], taps: 3, channels: 16, filters: 80, padding: 'VALID' },
  { batch: 4, size: [4, 4], taps: 3, channels: 64, filters: 32, padding: 'VALID' },
  { batch: 2, size: [9, 10], taps: 5, channels: 16, filters: 32, padding: 'SAME' },
  { batch: 3, size: [12, 8], taps: 5, channels: 48, filters: 16, padding: 'VALID' },
  { batch: 1, size: [14, 14], taps: 3, channels: 128, filters: 48, padding: 'SAME' },
  // Many tiles for few channels: the filter's gradient is summed by parts.
  { batch: 4, size: [64, 63], taps: 5, channels: 16, filters: 16, padding: 'SAME' },
] as const;
