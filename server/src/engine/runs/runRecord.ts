/** `run.json`, written once, and `status.json`, rewritten atomically. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { trainingPlaceSchema } from '../../protocol/engineMessageSchema';
import { trainerNames, type EndEvent, type RunState } from '../../protocol/runEvents';
import { writeAtomically } from './atomicFile';

/** Raised when a field of `run.json` changes its meaning. */
export const runSchemaVersion = 1;

const runRecordSchema = z.object({
  schemaVersion: z.literal(runSchemaVersion),
  run: z.string(),
  file: z.string(),
  source: z.string(),
  sourceHash: z.string(),
  /** SHA-256 of the compiled program. */
  programHash: z.string(),
  dataHash: z.string(),
  model: z.string(),
  train: z.string(),
  seed: z.number(),
  epochs: z.number(),
  batchSize: z.number(),
  limit: z.number().nullable(),
  params: z.number(),
  engine: z.object({
    name: z.enum(trainerNames),
    version: z.string(),
    parts: z.number().nullable(),
    threads: z.number().nullable(),
    /** Variables of the environment that decide how the engine computes. */
    environment: z.record(z.string(), z.string()).default({}),
  }),
  /** Where it trains, where that is not an engine of ours. */
  on: trainingPlaceSchema.nullable().default(null),
  /** The imported files as they were, by URI. */
  imports: z.record(z.string(), z.string()).default({}),
  dataFolders: z.record(z.string(), z.string()).default({}),
  workspace: z.string().nullable().default(null),
  /** What the run started from, where it was not fresh weights. */
  weights: z.string().nullable().default(null),
  versions: z.record(z.string(), z.string()),
});

/** What a run was started with; with the same engine on the same machine it is all that decides its result. */
export type RunRecord = z.infer<typeof runRecordSchema>;

/** Whole or not at all: a run whose record is not there starts from the beginning. */
export async function writeRunRecord(file: string, record: RunRecord): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

/** Undefined where the file is absent, damaged or of another schema. */
export async function readRunRecord(file: string): Promise<RunRecord | undefined> {
  return readJson(file, runRecordSchema);
}

const activeStates = [
  'starting',
  'loading-data',
  'compiling',
  'training',
  'paused',
  'evaluating',
  'stopping',
] as const satisfies readonly RunState[];
const endStates = [
  'completed',
  'stopped',
  'early-stopping',
  'failed',
  'killed',
] as const satisfies readonly EndEvent['reason'][];

const runStatusSchema = z.object({
  state: z.enum([...activeStates, ...endStates]),
  attempt: z.number(),
  pid: z.number(),
  /** Of the process, as `processStart` spells it. */
  processStart: z.string().nullable(),
  /** The last global step, batches from the start of the run. */
  step: z.number(),
  reason: z.string().nullable(),
});

export type RunStatus = z.infer<typeof runStatusSchema>;

/** Whether the run has said its last word; one whose process died has not. */
export function isEnded({ state }: RunStatus): boolean {
  return endStates.some((end) => end === state);
}

export async function writeRunStatus(file: string, status: RunStatus): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(status)}\n`);
}

export async function readRunStatus(file: string): Promise<RunStatus | undefined> {
  return readJson(file, runStatusSchema);
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    const result = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
