import { bilinearShares, resize } from '../reference/resize';
import type { OperationDefinition } from './definition';
import { resizedType } from './resizedType';

/** Bilinear interpolation of [N, h, w, c] to `size` [h', w'], half-pixel centers, no antialiasing. */
export const ResizeBilinear: OperationDefinition = {
  name: 'ResizeBilinear',
  infer: resizedType,
  gradient: (builder, { inputs: [x], gradients: [dy] }) =>
    x && dy ? [builder.apply('ResizeBilinearGrad', [dy, x], { half_pixel_centers: true })] : [],
  evaluate: ([x], _, [output]) => (x && output ? [resize(x, output.shape, bilinearShares)] : []),
};
