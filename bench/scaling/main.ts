/**
 * `npm run bench -- scaling [--limit N]`: one epoch of the MNIST sample on a Ray cluster of this machine with one and
 * with two workers, and the first batches by the native engine: how far the losses lie apart, and the speeds.
 *
 * `npm run bench -- scaling --losses [--seeds 0,1,2]`: without Ray, the losses alone, seed by seed (losses.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createJobLogReader } from '../../server/src/engine/elsewhere/jobLog';
import { rayJob, submitRayJob } from '../../server/src/engine/elsewhere/rayJob';
import type { RunEvent } from '../../server/src/protocol/runEvents';
import { engineLosses } from '../../test/engine/helpers/engineLosses';
import { digitsSample, exportDigits, lossesOf } from '../../test/engine/helpers/exportedDigits';
import { startRayCluster, type RayCluster } from '../../test/helpers/rayCluster';
import { rayToolsPython } from '../../test/helpers/rayTools';
import { median } from '../training/report';
import { compareLosses } from './losses';

/** Batches that are compared. */
const compared = 20;

const { values } = parseArgs({
  options: {
    limit: { type: 'string' },
    losses: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '0,1,2,3,4' },
  },
});
if (values.losses) await compareLosses(values.seeds.split(',').map(Number), compared);
else await compareSpeeds(values.limit === undefined ? undefined : Number(values.limit));

async function compareSpeeds(limit: number | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-bench-scaling-'));
  const cluster = await startRayCluster(2);
  try {
    await exportDigits(folder, { limit });
    const one = await trainOnRay(cluster, folder, 1);
    const two = await trainOnRay(cluster, folder, 2);
    await reportSpeeds(one, two, limit);
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Events = readonly RunEvent[];

async function reportSpeeds(one: Events, two: Events, limit: number | undefined): Promise<void> {
  const { request, context } = await digitsSample({ limit });
  const native = await engineLosses(request, context, compared);
  console.log(`\nMNIST, ${lossesOf(one).length} batches of 64, the first ${compared} compared`);
  console.log(`1 worker against 2: losses differ by at most ${apart(lossesOf(one), lossesOf(two))}`);
  console.log(`1 worker against the native engine: by at most ${apart(lossesOf(one), native)}`);
  for (const [workers, events] of [
    [1, one],
    [2, two],
  ] as const) {
    const [start] = events;
    const [first] = events.filter(({ event }) => event === 'batch');
    const end = events.at(-1);
    const seconds = ((first?.time ?? 0) - (start?.time ?? 0)) / 1000;
    console.log(
      `${workers} ${workers === 1 ? 'worker ' : 'workers'}: ${speedOf(events).toFixed(0)} examples/s in the median; the first batch ${seconds.toFixed(1)} s behind the start, ${(((end?.time ?? 0) - (start?.time ?? 0)) / 1000).toFixed(0)} s in all; ${resultOf(events)}`,
    );
  }
}

async function trainOnRay(cluster: RayCluster, folder: string, workers: number): Promise<Events> {
  const place = { address: cluster.address, id: `bench-${workers}-${Date.now()}`, python: await rayToolsPython() };
  const began = Date.now();
  await submitRayJob(place, folder, { workers, gpu: false, everyStep: true });
  console.log(`${workers}: submitted in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  const events: RunEvent[] = [];
  const reader = createJobLogReader({
    onEvent: (event) => {
      // Ray tells the end of a log again when the job has failed.
      if (event.sequence > (events.at(-1)?.sequence ?? 0)) events.push(event);
    },
    onFile: () => undefined,
    onText: () => undefined,
  });
  const { words, succeeded } = await rayJob(place).follow((text) => reader.feed(text));
  if (!succeeded) throw new Error(`the job with ${workers} workers: ${words}`);
  return events;
}

function apart(left: readonly number[], right: readonly number[]): string {
  const differences = left.slice(0, compared).map((loss, step) => Math.abs(loss - (right[step] ?? Number.NaN)));
  return Math.max(...differences).toExponential(1);
}

function speedOf(events: readonly RunEvent[]): number {
  return median(
    events.flatMap((event) => (event.event === 'batch' && event.step > 20 ? [event.examplesPerSecond] : [])),
  );
}

function resultOf(events: readonly RunEvent[]): string {
  const evaluation = events.find((event) => event.event === 'evaluate');
  return evaluation === undefined ? '' : `test accuracy ${evaluation.logs['accuracy']?.toFixed(4) ?? ''}`;
}
