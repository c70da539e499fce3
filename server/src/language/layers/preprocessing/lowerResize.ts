import type { LoweringContext, Value } from '../lowering';

/** Resizes images [N, h, w, C] with half-pixel centres, as tf.image.resize does. */
export function lowerResize(
  context: LoweringContext,
  image: Value,
  size: readonly [number, number],
  interpolation: string,
): Value {
  if (image.shape[1] === size[0] && image.shape[2] === size[1]) return image;
  if (interpolation === 'area') return lowerArea(context, image, size);
  const operation = interpolation === 'nearest' ? 'ResizeNearestNeighbor' : 'ResizeBilinear';
  return context.apply(operation, [image], { size, half_pixel_centers: true });
}

/**
 * The mean of what each new pixel covers (tensorflow/core/kernels/image/resize_area_op.cc), which is linear: a product
 * with the shares of the columns, then one with those of the rows.
 */
function lowerArea(context: LoweringContext, image: Value, [height, width]: readonly [number, number]): Value {
  const [, rows, columns, channels] = image.shape.map((length) => length ?? 1);
  const shares = (from: number, to: number): Value => context.constant(areaShares(from, to), [from, to]);
  const along = (value: Value, from: number, to: number, axes: readonly number[]): Value => {
    const lines = context.apply('Reshape', [value], { shape: [-1, from] });
    return context.apply(
      'Reshape',
      [context.apply('MatMul', [lines, shares(from, to)], { transpose_a: false, transpose_b: false })],
      { shape: [-1, ...axes, to] },
    );
  };
  const narrow = along(context.apply('Transpose', [image], { perm: [0, 1, 3, 2] }), columns ?? 1, width, [
    rows ?? 1,
    channels ?? 1,
  ]);
  const small = along(context.apply('Transpose', [narrow], { perm: [0, 3, 2, 1] }), rows ?? 1, height, [
    width,
    channels ?? 1,
  ]);
  return context.apply('Transpose', [small], { perm: [0, 3, 1, 2] });
}

/** Row-major [from, to]: the share of each old line in each new one. */
export function areaShares(from: number, to: number): readonly number[] {
  const scale = from / to;
  return Array.from({ length: from * to }, (_, place) => {
    const [line, target] = [Math.floor(place / to), place % to];
    const covered = Math.min(line + 1, (target + 1) * scale) - Math.max(line, target * scale);
    return Math.max(0, covered) / scale;
  });
}

/** The largest centred window with the target's aspect ratio (keras/src/backend/tensorflow/image.py, resize). */
export function cropToAspectRatio(
  context: LoweringContext,
  image: Value,
  [height, width]: readonly [number, number],
): Value {
  const [, high, wide] = image.shape.map((size) => size ?? 1);
  const rows = high ?? 1;
  const columns = wide ?? 1;
  const cropHeight = Math.max(1, Math.min(rows, Math.trunc((columns * height) / width)));
  const cropWidth = Math.max(1, Math.min(columns, Math.trunc((rows * width) / height)));
  return cropImage(
    context,
    image,
    [Math.trunc((rows - cropHeight) / 2), Math.trunc((columns - cropWidth) / 2)],
    [cropHeight, cropWidth],
  );
}

export function cropImage(
  context: LoweringContext,
  image: Value,
  begin: readonly [number, number],
  size: readonly [number, number],
): Value {
  if (image.shape[1] === size[0] && image.shape[2] === size[1]) return image;
  return context.apply('Slice', [image], { begin: [0, ...begin, 0], size: [-1, ...size, image.shape[3] ?? 1] });
}
