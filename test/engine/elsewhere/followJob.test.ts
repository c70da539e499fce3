import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followJob, type FollowOptions } from '../../../server/src/engine/elsewhere/followJob';
import type { Job, JobEnd } from '../../../server/src/engine/elsewhere/job';
import { createEventHub } from '../../../server/src/engine/eventHub';
import { eventLine } from '../../../server/src/engine/runs/eventLog';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { encodeSafetensors } from '../../../server/src/engine/runs/safetensors';
import { createTrainingControl } from '../../../server/src/engine/training/control';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { runFixture } from '../../helpers/panel/runFixture';
import { makeTemporaryFolder } from '../helpers/makeTemporaryFolder';

/** What the job tells: a start, batches, an epoch, its end. */
const told = runFixture({ epochs: 1, steps: 6, until: 1000, complete: true });
const lines = told.map((event) => `${eventLine(event)}\n`);
const succeeded: JobEnd = { succeeded: true, words: 'succeeded' };

let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ folder, remove } = await makeTemporaryFolder());
});

afterEach(() => remove());

/** A job whose log is read by one connection after the other; each gives its text and then its end, or loses it. */
function jobOf(...connections: readonly { readonly text: string; readonly end: JobEnd | Error }[]): Job & {
  readonly stops: () => number;
} {
  let stops = 0;
  const left = [...connections];
  return {
    follow: (onText) => {
      const connection = left.shift();
      if (connection === undefined) return Promise.reject(new Error('nobody answers'));
      onText(connection.text);
      return connection.end instanceof Error ? Promise.reject(connection.end) : Promise.resolve(connection.end);
    },
    stop: () => {
      stops += 1;
      return Promise.resolve();
    },
    stops: () => stops,
  };
}

function optionsOf(after = 0): FollowOptions & { readonly events: RunEvent[] } {
  const events: RunEvent[] = [];
  const hub = createEventHub({ earlier: [], attempt: 1, now: () => 0, onEvent: (event) => events.push(event) });
  const control = createTrainingControl();
  const files = join(folder, 'job/run');
  return {
    folder,
    files,
    engine: 'ray',
    number: 1,
    hub,
    control,
    after,
    events,
  };
}

const kinds = (events: readonly RunEvent[]) => events.map((event) => ('code' in event ? event.code : event.event));

test('tells each event once though the connection was lost and the log is read again', async () => {
  const lost = new Error('the log ended while the job goes on');
  const job = jobOf({ text: lines.slice(0, 4).join(''), end: lost }, { text: lines.join(''), end: succeeded });
  const options = optionsOf();
  const { end } = await followJob(job, options);
  expect(end?.reason).toBe('completed');
  const plain = kinds(told.filter(({ event }) => event !== 'end'));
  expect(kinds(options.events)).toEqual([...plain.slice(0, 4), 'ray/connection', 'ray/connection', ...plain.slice(4)]);
  const numbers = options.events.flatMap(({ job }) => job?.sequence ?? []);
  expect(numbers).toEqual(told.flatMap(({ event, sequence }) => (event === 'end' ? [] : [sequence])));
});

test('tells the next process only what the one before has not told', async () => {
  const after = told[3]?.sequence ?? 0;
  const options = optionsOf(after);
  await followJob(jobOf({ text: lines.join(''), end: succeeded }), options);
  expect(kinds(options.events)).toEqual(kinds(told.slice(4).filter(({ event }) => event !== 'end')));
});

test('is stopped where nobody answers any more, and says that the job may go on', async () => {
  const options = optionsOf();
  options.control.stop();
  const job = jobOf({ text: lines[0] ?? '', end: new Error('fetch failed') });
  await expect(followJob(job, options)).rejects.toMatchObject({
    code: 'ray/unreachable',
    message: expect.stringContaining('may go on'),
    nextStep: expect.stringContaining('shapewright runs attach'),
  });
  expect(job.stops()).toBe(1);
});

test('brings checkpoints home whole, and none whose sum is not its own', async () => {
  const content = encodeSafetensors(
    new Map([['variables/w', { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) }]]),
    new Map([['shapewright.state', '{}']]),
  );
  const sum = createHash('sha256').update(content).digest('hex');
  const line = (step: number, sha256: string): string => {
    const file = `checkpoints/step-${String(step).padStart(9, '0')}.safetensors`;
    const data = Buffer.from(content).toString('base64');
    return `shapewright-checkpoint ${JSON.stringify({ file, sha256, chunk: 0, chunks: 1, data })}\n`;
  };
  const text = [lines[0] ?? '', line(3, sum), line(6, sum.replace(/./g, '0')), ...lines.slice(1)].join('');
  await followJob(jobOf({ text, end: succeeded }), optionsOf());
  const kept = await readdir(runFiles(folder).checkpoints);
  expect(kept.filter((name) => name.endsWith('.safetensors'))).toEqual(['step-000000003.safetensors']);
});
