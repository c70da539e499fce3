import * as z from 'zod';

/** Any number: NaN and the infinities are ordinary in logs, and zod's own `number` refuses them. */
export const anyNumber = z.custom<number>((value) => typeof value === 'number');

export const count = z.number().int().nonnegative();
