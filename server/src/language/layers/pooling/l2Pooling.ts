import type { LoweringContext, Value } from '../lowering';
import { scaleBy } from '../shared/arithmetic';
import { padSpatial, spatialSizes } from '../shared/lowerWindow';
import { windowPadding } from '../shared/window';
import type { PoolingAttributes, PoolingKind } from './pooling';

/** The average of the squares times their number would miscount at padded edges: zeros add nothing to a sum. */
export const l2Pooling: PoolingKind = {
  family: 'L2Pool#D',
  operation: 'l2',
  kerasName: 'l2_pool',
  summary: 'Takes the square root of the sum of squares of each window, channel by channel.',
  lower: (context, value, window) => {
    const squares = context.apply('Square', [value]);
    const padded = window.padding === 'SAME' ? padForWindow(context, squares, window) : squares;
    const operation = window.ksize.length === 3 ? 'AvgPool3D' : 'AvgPool';
    const means = context.apply(operation, [padded], { ...window, padding: 'VALID' });
    const count = window.ksize.reduce((total, size) => total * size, 1);
    return context.apply('Sqrt', [scaleBy(context, means, count)]);
  },
};

function padForWindow(context: LoweringContext, value: Value, { ksize, strides }: PoolingAttributes): Value {
  const window = { size: ksize, stride: strides, dilation: ksize.map(() => 1), padding: 'same' };
  return padSpatial(
    context,
    value,
    spatialSizes(value).map((size, axis) => windowPadding(size, window, axis) ?? [0, 0]),
  );
}
