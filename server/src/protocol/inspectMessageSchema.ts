import * as z from 'zod';
import type {
  ExampleChoice,
  FromInspector,
  InspectAnswer,
  InspectLayer,
  InspectQuestion,
  LayerField,
  LayerWindow,
  ToInspector,
  WeightsChoice,
} from './inspectMessages';
import { anyNumber, count } from './numbers';
import { runErrorSchema } from './runEventSchema';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const sizes = z.array(count.max(1 << 28)).max(8);
const places = z.array(z.number().int()).max(8);
/** The side of a picture; its pixels are there, so that no size asks for more memory than the message took. */
const side = count.max(1 << 24);

const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** A run is named by its folder, a ULID: nothing else may become part of a path. */
const runFolder = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/);

export const weightsChoiceSchema: z.ZodType<WeightsChoice> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('initial') }),
  z.object({ kind: z.literal('epoch'), run: runFolder, epoch: count }),
  z.object({ kind: z.literal('checkpoint'), run: runFolder }),
]);

const ownImage = z
  .object({ name: z.string(), width: side.min(1), height: side.min(1), pixels: bytes, invert: z.boolean() })
  .refine(({ width, height, pixels }) => pixels.length === width * height * 4);

export const exampleChoiceSchema: z.ZodType<ExampleChoice> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('data'), split: z.enum(['train', 'test']), index: count }),
  z.object({ kind: z.literal('drawn') }),
  z.object({ kind: z.literal('image'), image: ownImage }),
]);

const seen = { weights: weightsChoiceSchema, example: exampleChoiceSchema };

export const inspectQuestionSchema: z.ZodType<InspectQuestion> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model') }),
  z.object({ kind: z.literal('example'), example: exampleChoiceSchema }),
  z.object({ kind: z.literal('thumbnail'), ...seen, path: z.string() }),
  z.object({ kind: z.literal('features'), ...seen, path: z.string() }),
  z.object({ kind: z.literal('map'), ...seen, path: z.string(), map: count }),
  z.object({ kind: z.literal('filters'), weights: weightsChoiceSchema, path: z.string() }),
  z.object({ kind: z.literal('window'), ...seen, path: z.string(), unit: sizes, channel: count }),
  z.object({ kind: z.literal('fit'), weights: weightsChoiceSchema }),
  z.object({ kind: z.literal('scores'), ...seen }),
]);

const layerField: z.ZodType<LayerField> = z.object({
  size: z.array(anyNumber).max(8),
  stride: z.array(anyNumber).max(8),
  offset: z.array(anyNumber).max(8),
});

const operation = z.enum(['convolution', 'depthwise', 'max', 'average', 'l2']);

const layerWindow: z.ZodType<LayerWindow> = z.object({
  operation,
  size: sizes,
  stride: sizes,
  dilation: sizes,
  before: places,
});

const layer = z
  .object({
    path: z.string(),
    name: z.string(),
    type: z.string(),
    shape: sizes,
    params: count,
    inputs: z.array(z.string()),
    field: z.union([layerField, z.literal('whole')]).optional(),
    window: layerWindow.optional(),
    kernel: sizes.optional(),
    activation: z.string().optional(),
    span: z.object({ start: count, end: count }).optional(),
  })
  .transform((found): InspectLayer => ({
    ...found,
    field: found.field,
    window: found.window,
    kernel: found.kernel,
    activation: found.activation,
    span: found.span,
  }));

/** Also what the host sends to the panel once for each text. */
export const modelAnswerSchema = z
  .object({
    kind: z.literal('model'),
    layers: z.array(layer),
    examples: z.object({ train: count, test: count }).optional(),
    problem: runErrorSchema.optional(),
    remark: z.string().optional(),
  })
  .transform((found) => ({ ...found, examples: found.examples, problem: found.problem, remark: found.remark }));

const thumbnail = z
  .object({
    kind: z.literal('thumbnail'),
    path: z.string(),
    drawn: z.boolean(),
    height: side,
    width: side,
    channels: count.max(4),
    values: bytes,
  })
  .refine(({ height, width, channels, values }) => values.length === height * width * channels);

const features = z
  .object({
    kind: z.literal('features'),
    path: z.string(),
    height: side,
    width: side,
    count,
    values: bytes,
    low: floats,
    high: floats,
    mean: floats,
    zeros: floats,
  })
  .refine(({ height, width, count: maps, values }) => values.length === height * width * maps)
  .refine(({ count: maps, low, high, mean, zeros }) => [low, high, mean, zeros].every(({ length }) => length === maps));

const map = z
  .object({ kind: z.literal('map'), path: z.string(), map: count, height: side, width: side, values: floats })
  .refine(({ height, width, values }) => values.length === height * width);

const filters = z
  .object({
    kind: z.literal('filters'),
    path: z.string(),
    shape: sizes.min(2),
    values: floats,
    bias: floats.optional(),
  })
  .refine(({ shape, values }) => values.length === product(shape))
  .transform((found) => ({ ...found, bias: found.bias }));

const windowOf = z
  .object({
    kind: z.literal('window'),
    path: z.string(),
    operation,
    unit: sizes,
    channel: count,
    start: places,
    size: sizes,
    dilation: sizes,
    firstChannel: count,
    channels: count,
    values: floats,
    inside: bytes,
    kernel: floats,
    bias: anyNumber,
    sum: anyNumber,
    activation: z.string().optional(),
    output: anyNumber,
  })
  .refine(({ size, channels, values }) => values.length === product(size) * channels)
  .refine(({ size, inside }) => inside.length === product(size))
  .refine(({ kernel, values }) => kernel.length === 0 || kernel.length === values.length)
  .transform((found) => ({ ...found, activation: found.activation }));

const fit = z.object({ kind: z.literal('fit'), unfit: z.array(z.string()) });

const scores = z.object({
  kind: z.literal('scores'),
  outputs: z.array(
    z
      .object({ name: z.string(), values: floats, classes: z.array(z.string()).optional() })
      .transform((found) => ({ ...found, classes: found.classes })),
  ),
});

const example = z
  .object({ kind: z.literal('example'), truth: z.object({ index: count, name: z.string() }).optional() })
  .transform((found) => ({ ...found, truth: found.truth }));

export const inspectAnswerSchema: z.ZodType<InspectAnswer> = z.union([
  modelAnswerSchema,
  example,
  thumbnail,
  features,
  map,
  filters,
  windowOf,
  fit,
  scores,
]);

export const toInspectorSchema: z.ZodType<ToInspector> = z.object({
  id: count,
  subject: z.object({
    file: z.string().min(1),
    source: z.string(),
    model: z.string(),
    runs: z.string(),
    roots: z.array(z.string()),
    dataFolders: z.record(z.string(), z.string()),
  }),
  question: inspectQuestionSchema,
});

export const fromInspectorSchema: z.ZodType<FromInspector> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: count, answer: inspectAnswerSchema }),
  z.object({ type: z.literal('failed'), id: count, error: runErrorSchema }),
]);
