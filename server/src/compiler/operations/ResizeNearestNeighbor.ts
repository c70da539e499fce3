import { nearestShares, resize } from '../reference/resize';
import type { OperationDefinition } from './definition';
import { resizedType } from './resizedType';

/** The nearest element: [N, h, w, c] to `size` [h', w'], half-pixel centers: place ⌊(i + ½)·h/h'⌋. */
export const ResizeNearestNeighbor: OperationDefinition = {
  name: 'ResizeNearestNeighbor',
  infer: resizedType,
  gradient: (builder, { inputs: [x], gradients: [dy] }) =>
    x && dy
      ? [
          builder.apply('ResizeNearestNeighborGrad', [dy], {
            size: x.shape.slice(1, 3).map(Number),
            half_pixel_centers: true,
          }),
        ]
      : [],
  evaluate: ([x], _, [output]) => (x && output ? [resize(x, output.shape, nearestShares)] : []),
};
