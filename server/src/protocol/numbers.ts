import * as z from 'zod';

/** Any number: NaN and the infinities are ordinary in logs, and zod's own `number` refuses them. */
export const anyNumber = z.custom<number>((value) => typeof value === 'number');

export const count = z.number().int().nonnegative();

/** No picture of a panel is larger than what a canvas can hold. */
const exportLimit = 128 * 1024 * 1024;

/** A file that a panel has made. */
export const exportedBytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength <= exportLimit,
);
