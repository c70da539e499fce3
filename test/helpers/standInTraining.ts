/** What `ray_train.py` tells of a training, with figures that are made up: a stand-in's job says it. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { eventLine } from '../../server/src/engine/runs/eventLog';
import { decodeSafetensors, encodeSafetensors } from '../../server/src/engine/runs/safetensors';
import { decodeState, encodeState, initialState } from '../../server/src/engine/training/trainingState';
import type { RunEventBody } from '../../server/src/protocol/runEvents';
import type { StandInJob } from './standInRay';

export interface StandInTraining {
  /** Batches of an epoch. */
  readonly steps: number;
  /** The step of the checkpoint that came with the folder. */
  readonly resumedFrom: number | undefined;
  /** Tells events as `RunFolder` of an exported folder does, numbered from 1 in each job. */
  tell(...events: readonly RunEventBody[]): void;
  /** The first event, also after a loss: of a training that goes on behind a step. */
  start(resumed?: number): RunEventBody;
  batches(first: number, last: number): readonly RunEventBody[];
  /** Says a checkpoint behind a batch, as Keras writes it, in the lines of the job's log. */
  checkpoint(step: number): Promise<void>;
}

const runSchema = z.object({
  model: z.string(),
  train: z.string(),
  params: z.number(),
  epochs: z.number(),
  batchSize: z.number(),
  seed: z.number(),
  variables: z.array(z.object({ name: z.string(), dtype: z.string(), shape: z.array(z.number()) })),
});

type StandInRun = z.infer<typeof runSchema>;

/** The training of a job's folder, in one epoch of so many examples. */
export async function standInTraining(job: StandInJob, examples: number): Promise<StandInTraining> {
  const run = runSchema.parse(JSON.parse(await readFile(join(job.folder, 'run.json'), 'utf8')));
  const steps = Math.ceil(examples / run.batchSize);
  let sequence = 0;
  return {
    steps,
    resumedFrom: await resumedStep(join(job.folder, 'resume.safetensors')),
    tell: (...events) => {
      for (const event of events) job.say(eventLine({ ...event, sequence: ++sequence, attempt: 1, time: Date.now() }));
    },
    start: (resumed) => startOf(run, examples, steps, resumed),
    batches: (first, last) => Array.from({ length: last - first + 1 }, (_, index) => batchOf(first + index, steps)),
    checkpoint: async (step) => job.say(checkpointLine(run, examples, step)),
  };
}

async function resumedStep(checkpoint: string): Promise<number | undefined> {
  if (!existsSync(checkpoint)) return undefined;
  return decodeState(decodeSafetensors(new Uint8Array(await readFile(checkpoint)), checkpoint)).state.step;
}

function startOf(run: StandInRun, examples: number, steps: number, resumed: number | undefined): RunEventBody {
  const { model, train, params, epochs, batchSize, seed } = run;
  return {
    event: 'start',
    run: '',
    folder: '',
    model,
    train,
    engine: 'ray',
    engineVersion: '',
    engineReason: undefined,
    params,
    examples: { train: examples, validation: 0, test: examples },
    epochs,
    steps,
    batchSize,
    seed,
    ...(resumed === undefined ? {} : { resumedFrom: { epoch: 1, step: resumed } }),
  };
}

function batchOf(step: number, steps: number): RunEventBody {
  const loss = 2 / step;
  return { event: 'batch', epoch: 1, step, steps, logs: { loss }, examplesPerSecond: 100, secondsLeft: 1 };
}

function checkpointLine({ variables }: StandInRun, examples: number, step: number): string {
  const values = variables.map(({ name, dtype, shape }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return dtype === 'int32'
      ? ([name, { dtype, shape, data: new Int32Array(size) }] as const)
      : ([name, { dtype: 'float32' as const, shape, data: new Float32Array(size) }] as const);
  });
  const order = Int32Array.from({ length: examples }, (_, row) => row);
  const { tensors, metadata } = encodeState(
    { ...initialState(0), step, globalStep: step, order },
    new Map<string, (typeof values)[number][1]>(values),
  );
  const content = encodeSafetensors(tensors, new Map([...metadata, ['shapewright.python', '{}']]));
  const file = `checkpoints/step-${String(step).padStart(9, '0')}.safetensors`;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const data = Buffer.from(content).toString('base64');
  return `shapewright-checkpoint ${JSON.stringify({ file, sha256, chunk: 0, chunks: 1, data })}\n`;
}
