import type { OperationAttributes } from '../../language/layers/lowering';
import type { DepthwiseSizes } from '../reference/depthwise';
import { spatialOf, windowsOf } from './windows';

/** The sizes of a depthwise convolution of x by a filter [kh, kw, in, multiplier]. */
export function depthwiseSizes(
  x: readonly number[],
  filter: readonly number[],
  attributes: OperationAttributes,
): DepthwiseSizes {
  return {
    windows: windowsOf(spatialOf(x), filter.slice(0, 2), attributes),
    batch: x[0] ?? 0,
    channels: filter[2] ?? 0,
    multiplier: filter[3] ?? 0,
  };
}
