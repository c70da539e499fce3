import { emptyPicture, type Picture } from '../picture';

/** A window out of a picture; it lies inside. */
export function cutPicture(picture: Picture, top: number, left: number, height: number, width: number): Picture {
  if (top === 0 && left === 0 && height === picture.height && width === picture.width) return picture;
  const result = emptyPicture(picture.dtype, height, width, picture.channels);
  const row = width * picture.channels;
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * picture.width + left) * picture.channels;
    result.data.set(picture.data.subarray(from, from + row), y * row);
  }
  return result;
}

/** The largest window in the middle with the aspect ratio of a size (keras/src/backend/tensorflow/image.py, resize). */
export function cutToAspectRatio(picture: Picture, height: number, width: number): Picture {
  const high = Math.max(1, Math.min(picture.height, Math.trunc((picture.width * height) / width)));
  const wide = Math.max(1, Math.min(picture.width, Math.trunc((picture.height * width) / height)));
  return cutPicture(
    picture,
    Math.trunc((picture.height - high) / 2),
    Math.trunc((picture.width - wide) / 2),
    high,
    wide,
  );
}
