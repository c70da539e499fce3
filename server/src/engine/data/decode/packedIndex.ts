/** `<key>.json` beside `<key>.pixels`: how many pictures lie there one behind the other, and how large each is. */
import * as z from 'zod';

export const packedIndexSchema = z.object({
  version: z.literal(1),
  hash: z.string(),
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Height and width of all, or of each in turn. */
  sizes: z.array(z.number().int().positive()),
  count: z.number().int().nonnegative(),
});

export type PackedIndex = z.infer<typeof packedIndexSchema>;

/** Where a picture starts, in bytes, and its size in pixels. */
export interface PicturePlace {
  readonly offset: number;
  readonly height: number;
  readonly width: number;
}

/** The length that the pixels must have. */
export function totalBytes({ sizes, count, channels }: PackedIndex): number {
  if (sizes.length === 2) return count * (sizes[0] ?? 0) * (sizes[1] ?? 0) * channels;
  let pixels = 0;
  for (let place = 0; place < sizes.length; place += 2) pixels += (sizes[place] ?? 0) * (sizes[place + 1] ?? 0);
  return pixels * channels;
}

/** The place of a picture by its number. Throws where there is no such number. */
export function placesOf({ sizes, count, channels }: PackedIndex): (number: number) => PicturePlace {
  const check = (number: number): void => {
    if (number < 0 || number >= count) throw new RangeError(`there is no example ${number} among ${count}`);
  };
  const [height = 0, width = 0] = sizes;
  if (sizes.length === 2) {
    return (number) => {
      check(number);
      return { offset: number * height * width * channels, height, width };
    };
  }
  const offsets = new Float64Array(count + 1);
  for (let number = 0; number < count; number += 1) {
    offsets[number + 1] = (offsets[number] ?? 0) + (sizes[2 * number] ?? 0) * (sizes[2 * number + 1] ?? 0) * channels;
  }
  return (number) => {
    check(number);
    return { offset: offsets[number] ?? 0, height: sizes[2 * number] ?? 0, width: sizes[2 * number + 1] ?? 0 };
  };
}
