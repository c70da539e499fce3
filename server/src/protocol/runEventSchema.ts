import * as z from 'zod';
import { anyNumber, count } from './numbers';
import { trainerNames, type CarriedLayer, type Logs, type RunError, type RunEvent } from './runEvents';

const job = z.object({ number: count, sequence: count });

const base = { sequence: count, attempt: count, time: anyNumber, job: job.exactOptional() };

/** `__proto__` as the name of a log would set the prototype of the copy; such names are not taken. */
const logs: z.ZodType<Logs> = z.record(
  z.string().refine((name) => name !== '__proto__'),
  anyNumber,
);

const span = z.object({ start: count, end: count });

const runError: z.ZodType<RunError> = z.object({
  code: z.string(),
  message: z.string(),
  cause: z.string(),
  nextStep: z.string(),
  batchSize: count.exactOptional(),
  layer: z.string().exactOptional(),
  span: span.exactOptional(),
});

const carriedLayer: z.ZodType<CarriedLayer> = z.object({
  layer: z.string(),
  taken: z.boolean(),
  reason: z.string().exactOptional(),
});

const start = z.object({
  ...base,
  event: z.literal('start'),
  run: z.string(),
  folder: z.string(),
  model: z.string(),
  train: z.string(),
  engine: z.enum(trainerNames),
  engineVersion: z.string(),
  engineReason: z.string().optional(),
  params: count,
  examples: z.object({ train: count, validation: count, test: count }),
  epochs: count,
  steps: count,
  batchSize: count,
  seed: anyNumber,
  resumedFrom: z.object({ epoch: count, step: count }).exactOptional(),
  carried: z.array(carriedLayer).exactOptional(),
});

const state = z.object({
  ...base,
  event: z.literal('state'),
  state: z.enum(['starting', 'loading-data', 'compiling', 'training', 'paused', 'evaluating', 'stopping']),
  progress: z.object({ done: anyNumber, total: anyNumber, unit: z.string() }).exactOptional(),
  message: z.string().exactOptional(),
});

const batch = z.object({
  ...base,
  event: z.literal('batch'),
  epoch: count,
  step: count,
  steps: count,
  logs,
  examplesPerSecond: anyNumber,
  secondsLeft: anyNumber,
});

const epoch = z.object({ ...base, event: z.literal('epoch'), epoch: count, logs, seconds: anyNumber });

const evaluate = z.object({ ...base, event: z.literal('evaluate'), split: z.literal('test'), logs, examples: count });

const warning = z.object({
  ...base,
  event: z.literal('warning'),
  code: z.string(),
  message: z.string(),
  layer: z.string().exactOptional(),
  span: span.exactOptional(),
});

const assertion = z.object({
  text: z.string(),
  holds: z.boolean(),
  value: anyNumber.optional().transform((value) => value),
});

const end = z.object({
  ...base,
  event: z.literal('end'),
  reason: z.enum(['completed', 'stopped', 'early-stopping', 'failed', 'killed']),
  error: runError.exactOptional(),
  assertions: z.array(assertion).exactOptional(),
});

/** Checks an event wherever it crosses a border. */
export const runEventSchema = z
  .discriminatedUnion('event', [start, state, batch, epoch, evaluate, warning, end])
  .transform((event): RunEvent => (event.event === 'start' ? { ...event, engineReason: event.engineReason } : event));

export { runError as runErrorSchema };
