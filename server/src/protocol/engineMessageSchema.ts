import * as z from 'zod';
import type { EngineRequest, FromEngine, ToEngine, TrainingPlace } from './engineMessages';
import { count } from './numbers';
import { runEventSchema } from './runEventSchema';

export const toEngineSchema: z.ZodType<ToEngine> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attach'), protocolVersion: count, sequence: count }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('stop') }),
]);

export const fromEngineSchema: z.ZodType<FromEngine> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('attached'),
    protocolVersion: count,
    run: z.string(),
    pid: count,
    attempt: count.exactOptional(),
  }),
  z.object({ type: z.literal('events'), events: z.array(runEventSchema) }),
]);

/** Also checks what `run.json` says and what the settings name. */
export const trainingPlaceSchema: z.ZodType<TrainingPlace> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('python'), python: z.string().min(1).exactOptional() }),
  z.object({
    kind: z.literal('ray'),
    address: z.string().min(1),
    workers: z.number().int().positive(),
    gpu: z.boolean().exactOptional(),
    python: z.string().min(1).exactOptional(),
  }),
]);

export const engineRequestSchema: z.ZodType<EngineRequest> = z.object({
  folder: z.string().min(1),
  file: z.string().min(1),
  source: z.string(),
  train: z.string(),
  engine: z.enum(['auto', 'native', 'wasm']),
  on: trainingPlaceSchema.exactOptional(),
  epochs: z.number().int().positive().exactOptional(),
  limit: z.number().int().positive().exactOptional(),
  seed: z.number().int().exactOptional(),
  batchSize: z.number().int().positive().exactOptional(),
  weights: z.string().min(1).exactOptional(),
  resume: z.boolean().exactOptional(),
  workspace: z.string().min(1).exactOptional(),
  dataFolders: z.record(z.string(), z.string()).exactOptional(),
  keepAlive: z.boolean().exactOptional(),
});
