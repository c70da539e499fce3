import type { Tensor, TypedArray } from '../backend';

/** One image or mask: rows of pixels, channels last. */
export interface Picture {
  readonly dtype: 'uint8' | 'int32' | 'float32';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: TypedArray;
}

/** Takes a picture and its row in what was asked for. */
export type UsePicture = (picture: Picture, row: number) => void;

/** A picture of this type and size with zeros in it. */
export function emptyPicture(dtype: Picture['dtype'], height: number, width: number, channels: number): Picture {
  const length = height * width * channels;
  const data =
    dtype === 'float32'
      ? new Float32Array(length)
      : dtype === 'int32'
        ? new Int32Array(length)
        : new Uint8Array(length);
  return { dtype, height, width, channels, data };
}

/** The same values as float32. */
export function asFloats(picture: Picture): Picture & { readonly data: Float32Array } {
  const data = picture.data instanceof Float32Array ? picture.data : new Float32Array(picture.data);
  return { ...picture, dtype: 'float32', data };
}

/** The rows of a batch [N, height, width, channels] or [N, height, width]; other shapes count as one row of values. */
export function toPictures(batch: Tensor): readonly Picture[] {
  const [count = 0, ...shape] = batch.shape;
  const [height, width, channels] =
    shape.length >= 2 ? [shape[0] ?? 1, shape[1] ?? 1, shape[2] ?? 1] : [1, 1, shape[0] ?? 1];
  const size = height * width * channels;
  const dtype = batch.dtype === 'bool' ? 'uint8' : batch.dtype;
  return Array.from({ length: count }, (_, index) => ({
    dtype,
    height,
    width,
    channels,
    data: batch.data.subarray(index * size, (index + 1) * size),
  }));
}
