import type { LoweringContext, Value } from '../lowering';

/** Resizes images [N, h, w, C] with half-pixel centres, as tf.image.resize does. */
export function lowerResize(context: LoweringContext, image: Value, size: readonly [number, number], interpolation: string): Value {
  if (image.shape[1] === size[0] && image.shape[2] === size[1]) return image;
  const operation = interpolation === 'nearest' ? 'ResizeNearestNeighbor' : 'ResizeBilinear';
  return context.apply(operation, [image], { size, half_pixel_centers: true });
}

/** The largest centred window with the target's aspect ratio (keras/src/backend/tensorflow/image.py, resize). */
export function cropToAspectRatio(context: LoweringContext, image: Value, [height, width]: readonly [number, number]): Value {
  const [, high, wide] = image.shape.map((size) => size ?? 1);
  const rows = high ?? 1;
  const columns = wide ?? 1;
  const cropHeight = Math.max(1, Math.min(rows, Math.trunc((columns * height) / width)));
  const cropWidth = Math.max(1, Math.min(columns, Math.trunc((rows * width) / height)));
  return cropImage(context, image, [Math.trunc((rows - cropHeight) / 2), Math.trunc((columns - cropWidth) / 2)], [cropHeight, cropWidth]);
}

export function cropImage(context: LoweringContext, image: Value, begin: readonly [number, number], size: readonly [number, number]): Value {
  if (image.shape[1] === size[0] && image.shape[2] === size[1]) return image;
  return context.apply('Slice', [image], { begin: [0, ...begin, 0], size: [-1, ...size, image.shape[3] ?? 1] });
}
