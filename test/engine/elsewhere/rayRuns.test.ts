import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { eventLine, readEventLog } from '../../../server/src/engine/runs/eventLog';
import { resumeRequest } from '../../../server/src/engine/runs/resumeRequest';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { decodeSafetensors, encodeSafetensors } from '../../../server/src/engine/runs/safetensors';
import { decodeState, encodeState, initialState } from '../../../server/src/engine/training/trainingState';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { RunEvent, RunEventBody } from '../../../server/src/protocol/runEvents';
import { startStandInRay, type StandInJob, type StandInRay } from '../../helpers/standInRay';
import { bundleEngine } from '../helpers/bundleEngine';
import { digitsRequest, follow } from '../helpers/digitsRun';
import { temporaryFolder } from '../helpers/temporaryFolder';

/** Of the 64 made-up digits, by 16. */
const steps = 4;
const examples = 64;

let script = '';

beforeAll(async () => {
  script = await bundleEngine('referenceEngine');
});

async function rayFor(onSubmit: (job: StandInJob) => void): Promise<{ ray: StandInRay; request: EngineRequest }> {
  const ray = await startStandInRay(await temporaryFolder(), onSubmit);
  onTestFinished(() => ray.stop());
  const { address, python } = ray;
  return { ray, request: await digitsRequest({ epochs: 1, on: { kind: 'ray', address, workers: 2, python } }) };
}

/** Tells events as `RunFolder` of an exported folder does, numbered from 1 in each job. */
function teller(job: StandInJob): (...events: readonly RunEventBody[]) => void {
  let sequence = 0;
  return (...events) => {
    for (const event of events) job.say(eventLine({ ...event, sequence: ++sequence, attempt: 1, time: 0 }));
  };
}

function startOf(resumed?: number): RunEventBody {
  return {
    event: 'start',
    run: '',
    folder: '',
    model: 'Digits',
    train: 'Digits',
    engine: 'ray',
    engineVersion: '',
    engineReason: undefined,
    params: 7850,
    examples: { train: examples, validation: 0, test: examples },
    epochs: 1,
    steps,
    batchSize: 16,
    seed: 0,
    ...(resumed === undefined ? {} : { resumedFrom: { epoch: 1, step: resumed } }),
  };
}

function batches(first: number, last: number): readonly RunEventBody[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    event: 'batch',
    epoch: 1,
    step: first + index,
    steps,
    logs: { loss: 2 },
    examplesPerSecond: 100,
    secondsLeft: 1,
  }));
}

const variables = z.array(z.object({ name: z.string(), dtype: z.string(), shape: z.array(z.number()) }));

/** A checkpoint behind a batch, as Keras writes it, in the lines of the job's log. */
async function checkpointLine({ folder }: StandInJob, step: number): Promise<string> {
  const run = z.object({ variables }).parse(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
  const values = run.variables.map(({ name, dtype, shape }) => {
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

const toldSteps = (events: readonly RunEvent[]): readonly number[] =>
  events.flatMap((event) => (event.event === 'batch' ? [event.step] : []));

test('a run that was stopped is gone on with by a new job, from the checkpoint that was brought home', async () => {
  const { ray, request } = await rayFor((job) => {
    void (async () => {
      const tell = teller(job);
      const checkpoint = join(job.folder, 'resume.safetensors');
      if (existsSync(checkpoint)) {
        const { step } = decodeState(decodeSafetensors(await readFile(checkpoint), checkpoint)).state;
        tell(startOf(step), ...batches(step + 1, steps), { event: 'end', reason: 'completed' });
        job.end('SUCCEEDED');
        return;
      }
      tell(startOf(), ...batches(1, 2));
      await job.stopped;
      job.say(await checkpointLine(job, 2));
      tell({ event: 'end', reason: 'stopped' });
      job.end('STOPPED');
    })();
  });
  const first = await follow(request, { script }, (event, connection) => {
    if (event.event === 'batch' && event.step === 2) connection.stop();
  });
  expect(await first.ended).toMatchObject({ reason: 'stopped' });

  const second = await follow(await resumeRequest(request.folder), { script });
  expect(await second.ended).toMatchObject({ reason: 'completed' });
  expect(second.events.find(({ event }) => event === 'start')).toMatchObject({ resumedFrom: { epoch: 1, step: 2 } });
  expect(toldSteps(second.events)).toEqual([3, 4]);
  expect(ray.jobs).toHaveLength(2);
});

test('a run whose follower was killed takes up the job that goes on, and tells each of its events once', async () => {
  let goOn: () => void = () => undefined;
  const { ray, request } = await rayFor((job) => {
    const tell = teller(job);
    tell(startOf(), ...batches(1, 2));
    goOn = () => {
      tell(...batches(3, steps), { event: 'end', reason: 'completed' });
      job.end('SUCCEEDED');
    };
  });
  const killed = await follow(request, { script }, (event, { pid }) => {
    if (event.event === 'batch' && event.step === 2 && pid !== undefined) process.kill(pid, 'SIGKILL');
  });
  expect(await killed.ended).toMatchObject({ reason: 'killed' });

  const next = await follow(await resumeRequest(request.folder), { script }, (event) => {
    if (event.event === 'state' && event.state === 'training') goOn();
  });
  expect(await next.ended).toMatchObject({ reason: 'completed' });
  expect(ray.jobs).toHaveLength(1);
  const { events } = await readEventLog(runFiles(request.folder).events);
  expect(events.filter(({ event }) => event === 'start')).toHaveLength(1);
  expect(toldSteps(events)).toEqual([1, 2, 3, 4]);
});
