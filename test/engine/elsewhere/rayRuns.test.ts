import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import { resumeRequest } from '../../../server/src/engine/runs/resumeRequest';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { startStandInRay, type StandInJob, type StandInRay } from '../../helpers/standInRay';
import { standInTraining, type StandInTraining } from '../../helpers/standInTraining';
import { bundleEngine } from '../helpers/bundleEngine';
import { digitsRequest, follow } from '../helpers/digitsRun';
import { temporaryFolder } from '../helpers/temporaryFolder';

/** Made-up digits: four batches of 16. */
const examples = 64;

let script = '';

beforeAll(async () => {
  script = await bundleEngine('referenceEngine');
});

async function rayFor(
  train: (training: StandInTraining, job: StandInJob) => Promise<void>,
): Promise<{ ray: StandInRay; request: EngineRequest }> {
  const ray = await startStandInRay(await temporaryFolder(), (job) => {
    void standInTraining(job, examples).then((training) => train(training, job));
  });
  onTestFinished(() => ray.stop());
  const { address, python } = ray;
  return { ray, request: await digitsRequest({ epochs: 1, on: { kind: 'ray', address, workers: 2, python } }) };
}

const toldSteps = (events: readonly RunEvent[]): readonly number[] =>
  events.flatMap((event) => (event.event === 'batch' ? [event.step] : []));

test('a run that was stopped is gone on with by a new job, from the checkpoint that was brought home', async () => {
  const { ray, request } = await rayFor(async ({ tell, start, batches, checkpoint, steps, resumedFrom }, job) => {
    if (resumedFrom !== undefined) {
      tell(start(resumedFrom), ...batches(resumedFrom + 1, steps), { event: 'end', reason: 'completed' });
      job.end('SUCCEEDED');
      return;
    }
    tell(start(), ...batches(1, 2));
    await job.stopped;
    await checkpoint(2);
    tell({ event: 'end', reason: 'stopped' });
    job.end('STOPPED');
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
  const { ray, request } = await rayFor(async ({ tell, start, batches, steps }, job) => {
    tell(start(), ...batches(1, 2));
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
