import { nearestShares, resizeGrad } from '../reference/resize';
import type { OperationDefinition } from './definition';
import { resizedType } from './resizedType';

/** The gradient of ResizeNearestNeighbor for an image of `size` [h, w]: dy. */
export const ResizeNearestNeighborGrad: OperationDefinition = {
  name: 'ResizeNearestNeighborGrad',
  infer: resizedType,
  evaluate: ([dy], _, [output]) => (dy && output ? [resizeGrad(dy, output.shape, nearestShares)] : []),
};
