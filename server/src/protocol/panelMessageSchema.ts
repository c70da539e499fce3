import * as z from 'zod';
import type { CellExample, Confusion, ConfusionCell, PixelImage } from './confusion';
import { anyNumber, count, exportedBytes } from './numbers';
import type { FromTrainingPanel, RunRow, ToTrainingPanel, TrainingTarget } from './panelMessages';
import { runErrorSchema, runEventSchema } from './runEventSchema';

const panelState = z.enum([
  'idle',
  'starting',
  'loading-data',
  'compiling',
  'training',
  'paused',
  'evaluating',
  'stopping',
  'completed',
  'stopped',
  'failed',
]);

/** Also checks what a panel saved before a reload of its window. */
export const trainingTargetSchema: z.ZodType<TrainingTarget> = z.object({ uri: z.string(), train: z.string() });

const picture = { state: panelState, error: runErrorSchema.exactOptional(), events: z.array(runEventSchema) };

const runRow: z.ZodType<RunRow> = z.object({
  run: z.string().min(1),
  isCurrent: z.boolean(),
  time: z.number(),
  state: z.enum(['running', 'interrupted', 'completed', 'stopped', 'early-stopping', 'failed']),
  resumable: z.boolean(),
  params: count,
  best: z.object({ name: z.string(), value: anyNumber }).exactOptional(),
  change: z.array(z.object({ kind: z.enum(['added', 'removed']), text: z.string() })),
});

const confusion: z.ZodType<Confusion> = z
  .object({ classes: z.array(z.string()).min(2), counts: z.array(count) })
  .refine(({ classes, counts }) => counts.length === classes.length ** 2);

const image: z.ZodType<PixelImage> = z
  .object({
    width: z.number().int().min(1).max(4096),
    height: z.number().int().min(1).max(4096),
    channels: z.union([z.literal(1), z.literal(3)]),
    pixels: z.instanceof(Uint8Array),
  })
  .refine(({ width, height, channels, pixels }) => pixels.length === width * height * channels);

const example: z.ZodType<CellExample> = z.object({ index: count, score: z.number(), image: image.exactOptional() });

const cell: z.ZodType<ConfusionCell> = z.object({
  truth: count,
  predicted: count,
  total: count,
  examples: z.array(example),
});

export const toTrainingPanelSchema: z.ZodType<ToTrainingPanel> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    title: z.string(),
    target: trainingTargetSchema.exactOptional(),
    ...picture,
  }),
  z.object({ type: z.literal('append'), ...picture }),
  z.object({ type: z.literal('runs'), runs: z.array(runRow) }),
  z.object({ type: z.literal('overlay'), run: z.string(), events: z.array(runEventSchema) }),
  z.object({ type: z.literal('confusion'), confusion: confusion.exactOptional() }),
  z.object({ type: z.literal('cell'), cell }),
]);

export const fromTrainingPanelSchema: z.ZodType<FromTrainingPanel> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('lost') }),
  z.object({ type: z.literal('start') }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('reveal-source') }),
  z.object({ type: z.literal('show-log') }),
  z.object({ type: z.literal('overlay'), run: z.string() }),
  z.object({ type: z.literal('compare-source'), run: z.string() }),
  z.object({ type: z.literal('restore-source'), run: z.string() }),
  z.object({ type: z.literal('continue-run'), run: z.string() }),
  z.object({ type: z.literal('cell'), truth: count, predicted: count }),
  z.object({ type: z.literal('export'), format: z.enum(['svg', 'png', 'csv']), bytes: exportedBytes }),
]);
