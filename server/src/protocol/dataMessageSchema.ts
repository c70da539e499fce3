import * as z from 'zod';
import {
  pictureLimit,
  pictureSide,
  type DataAnswer,
  type DataProgressMessage,
  type DataQuestion,
  type FromDataProcess,
  type ToDataProcess,
} from './dataMessages';
import { anyNumber, count } from './numbers';
import { runErrorSchema } from './runEventSchema';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const integers = z.custom<Int32Array>((value) => value instanceof Int32Array);
const split = z.enum(['train', 'validation', 'test']);
const place = count.max(1 << 30);
const text = z.string().max(10_000);

export const dataQuestionSchema: z.ZodType<DataQuestion> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('overview') }),
  z.object({ kind: z.literal('classes'), split }),
  z.object({
    kind: z.literal('pictures'),
    split,
    part: text,
    examples: z.array(z.object({ index: place, draw: place })).max(pictureLimit),
    steps: z.array(count.max(1000)).max(1000),
    training: z.boolean(),
  }),
  z.object({ kind: z.literal('series'), split, index: place, steps: z.boolean() }),
  z.object({ kind: z.literal('columns') }),
  z.object({ kind: z.literal('fetch') }),
]);

const part = z
  .object({
    name: z.string(),
    shape: z.array(z.number().int().nonnegative().nullable()).max(8),
    type: z.enum(['uint8', 'float32', 'class', 'text']),
    range: z.tuple([anyNumber, anyNumber]).optional(),
    classes: z.array(z.string()).optional(),
  })
  .transform((found) => ({ ...found, range: found.range, classes: found.classes }));

const stage = z
  .object({
    text,
    kind: z.enum(['source', 'step', 'random', 'window']),
    parts: z.array(part),
    target: z.string().optional(),
  })
  .transform((found) => ({ ...found, target: found.target }));

/** Also what the host sends to the panel once for each text. */
export const dataOverviewSchema = z
  .object({
    kind: z.literal('overview'),
    name: z.string(),
    source: z.string(),
    stages: z.array(stage).min(1),
    validation: z.enum(['none', 'split', 'test']),
    examples: z
      .object({ train: count.optional(), validation: count.optional(), test: count.optional() })
      .transform(({ train, validation, test }) => ({ train, validation, test })),
    span: z.object({ start: count, end: count }),
  })
  .transform((found) => found);

const classes = z.object({
  kind: z.literal('classes'),
  examples: z.object({ train: count, validation: count, test: count }),
  counts: integers,
});

const isSide = (size: number): boolean => size >= 1 && size <= pictureSide;

const pictures = z
  .object({
    kind: z.literal('pictures'),
    channels: z.union([z.literal(1), z.literal(3)]),
    sizes: integers,
    real: integers,
    pixels: bytes,
    labels: integers,
    low: anyNumber,
    high: anyNumber,
    adapted: count,
  })
  .refine(({ sizes, real, labels }) => sizes.length === 2 * labels.length && real.length === sizes.length)
  .refine(({ sizes }) => sizes.every(isSide))
  .refine(({ sizes, pixels, channels }) => {
    let area = 0;
    for (let at = 0; at < sizes.length; at += 2) area += (sizes[at] ?? 0) * (sizes[at + 1] ?? 0);
    return pixels.length === area * channels;
  });

const series = z
  .object({
    kind: z.literal('series'),
    columns: z.array(z.string()).min(1),
    values: floats,
    every: count.min(1),
    rows: count,
    trained: count,
    window: z.object({ length: count, horizon: count, stride: count.min(1) }).optional(),
  })
  .refine(({ columns, values, rows, every }) => values.length === Math.ceil(rows / every) * columns.length)
  .transform((found) => ({ ...found, window: found.window }));

const columns = z.object({
  kind: z.literal('columns'),
  rows: count,
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['number', 'class', 'image', 'text', 'values']),
      shape: z.array(count).max(8),
      gaps: count,
      low: anyNumber.optional(),
      mean: anyNumber.optional(),
      high: anyNumber.optional(),
      first: z.array(z.string()).max(16),
    }),
  ),
});

export const dataAnswerSchema: z.ZodType<DataAnswer> = z.union([
  dataOverviewSchema,
  classes,
  pictures,
  series,
  columns,
  z.object({ kind: z.literal('fetched') }),
]);

export const dataProgressSchema: z.ZodType<DataProgressMessage> = z.object({
  message: z.string(),
  done: z.number().nonnegative(),
  total: z.number().nonnegative(),
  unit: z.string(),
});

export const toDataProcessSchema: z.ZodType<ToDataProcess> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ask'),
    id: count,
    subject: z.object({
      file: z.string().min(1),
      source: z.string(),
      data: z.string(),
      roots: z.array(z.string()),
      dataFolders: z.record(z.string(), z.string()),
    }),
    question: dataQuestionSchema,
  }),
  z.object({ type: z.literal('cancel'), id: count }),
]);

export const fromDataProcessSchema: z.ZodType<FromDataProcess> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: count, answer: dataAnswerSchema }),
  z.object({ type: z.literal('failed'), id: count, error: runErrorSchema }),
  z.object({ type: z.literal('progress'), id: count, progress: dataProgressSchema }),
]);
