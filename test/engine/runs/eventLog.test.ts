import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventLine, openEventLog, parseEventLog, readEventLog } from '../../../server/src/engine/runs/eventLog';
import { wordStream } from '../../../server/src/engine/training/random';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { temporaryFolder } from '../helpers/temporaryFolder';

function batch(sequence: number, attempt = 1): RunEvent {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const logs = { loss: odd[sequence % 7] ?? 1 / sequence };
  return { event: 'batch', sequence, attempt, time: 1000 + sequence, epoch: 1, step: sequence, steps: 100, logs, examplesPerSecond: 5, secondsLeft: Infinity };
}

test('what is written is read, NaN and infinities included', async () => {
  const file = join(await temporaryFolder(), 'events.jsonl');
  const events = Array.from({ length: 50 }, (_, index) => batch(index + 1));
  const log = await openEventLog(file);
  for (const event of events) log.append(event);
  await log.close();
  expect(await readEventLog(file)).toEqual({ events, damagedLines: 0 });
});

test('a cut-off last line costs itself alone', async () => {
  const file = join(await temporaryFolder(), 'events.jsonl');
  await writeFile(file, eventLine(batch(1)) + eventLine(batch(2)).slice(0, 30));
  const log = await openEventLog(file);
  log.append(batch(3));
  await log.close();
  expect(await readEventLog(file)).toEqual({ events: [batch(1), batch(3)], damagedLines: 1 });
});

test('the highest attempt wins', async () => {
  const file = join(await temporaryFolder(), 'events.jsonl');
  await writeFile(file, '');
  for (const event of [batch(1), batch(2, 2), batch(2, 1), batch(3)]) await appendFile(file, eventLine(event));
  expect(parseEventLog(new Uint8Array(await readFile(file))).events).toEqual([batch(1), batch(2, 2), batch(3)]);
});

test('of 10,000 random damages each loses the damaged lines alone', () => {
  const lines = Array.from({ length: 40 }, (_, index) => new TextEncoder().encode(eventLine(batch(index + 1))));
  const starts = lines.map((_, index) => lines.slice(0, index).reduce((sum, line) => sum + line.length, 0));
  const whole = new Uint8Array(Buffer.concat(lines));
  const draw = wordStream([1, 2], 3);
  for (let damage = 0; damage < 10_000; damage += 1) {
    const bytes = whole.slice();
    const touched = new Set<number>();
    for (let count = draw() % 4; count >= 0; count -= 1) {
      const at = draw() % bytes.length;
      const value = draw() % 256;
      if (value === whole[at]) continue;
      bytes[at] = value;
      const row = starts.findLastIndex((start) => start <= at);
      touched.add(row);
      // A lost line end joins a line to the next.
      if (whole[at] === 0x0a) touched.add(row + 1);
    }
    const kept = new Set(parseEventLog(bytes).events.map(({ sequence }) => sequence - 1));
    for (let row = 0; row < lines.length; row += 1) {
      if (!touched.has(row) && !kept.has(row)) expect.fail(`damage ${damage} lost line ${row}, which it did not touch`);
    }
  }
});
