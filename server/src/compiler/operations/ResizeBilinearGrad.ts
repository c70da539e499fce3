import { bilinearShares, resizeGrad } from '../reference/resize';
import type { OperationDefinition } from './definition';
import { input } from './shapes';

/** The gradient of ResizeBilinear: dy, and the image that was resized, of which only the shape counts. */
export const ResizeBilinearGrad: OperationDefinition = {
  name: 'ResizeBilinearGrad',
  infer: (inputs) => [{ dtype: 'float32', shape: input(inputs, 1).shape }],
  evaluate: ([dy], _, [output]) => (dy && output ? [resizeGrad(dy, output.shape, bilinearShares)] : []),
};
