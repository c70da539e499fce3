import type { LayerArguments } from '../../../language/layers/definition';
import type { Tensor } from '../../backend';

/** A preprocessing step as the data pipeline does it, on a batch of images [N, height, width, channels]. */
export interface PipelineStep {
  /** The layer's name. */
  readonly name: string;
  /**
   * Only moves or drops values. It acts on a mask as on its image, keeps bytes bytes, and gives the same whether
   * pointwise steps come before or behind it.
   */
  readonly movesPixels: boolean;
  /** `random` gives unsigned words of 32 bits, the same ones for an image and its mask. */
  apply(images: Tensor, args: LayerArguments, random: () => number): Tensor;
}

/** A tensor of the same type with other sizes and nothing in it yet. */
export function emptyImages(images: Tensor, shape: readonly number[]): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  if (images.dtype === 'float32') return { dtype: 'float32', shape, data: new Float32Array(length) };
  if (images.dtype === 'int32') return { dtype: 'int32', shape, data: new Int32Array(length) };
  return { dtype: 'uint8', shape, data: new Uint8Array(length) };
}

/** [N, height, width, channels]; a missing channel axis (a mask) counts as one channel. */
export function imageSizes(images: Tensor): readonly [number, number, number, number] {
  const [count = 0, height = 1, width = 1, channels = 1] = images.shape;
  return [count, height, width, channels];
}
