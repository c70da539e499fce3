import * as z from 'zod';
import type { AssertionsResult } from './assertionsRequest';

export const assertionsResultSchema: z.ZodType<AssertionsResult> = z
  .array(
    z.object({
      kind: z.enum(['model', 'train']),
      owner: z.string(),
      text: z.string(),
      start: z.number(),
      end: z.number(),
      holds: z.boolean().nullable(),
      explanation: z.string(),
    }),
  )
  .nullable();
