import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventLine, openEventLog, parseEventLog, readEventLog } from '../../../server/src/engine/runs/eventLog';
import { batchEvent, lossesOfDamages } from '../helpers/damagedLogs';
import { temporaryFolder } from '../helpers/temporaryFolder';

test('what is written is read, NaN and infinities included', async () => {
  const file = join(await temporaryFolder(), 'events.jsonl');
  const events = Array.from({ length: 50 }, (_, index) => batchEvent(index + 1));
  const log = await openEventLog(file);
  for (const event of events) log.append(event);
  await log.close();
  expect(await readEventLog(file)).toEqual({ events, damagedLines: 0 });
});

test('a cut-off last line costs itself alone', async () => {
  const file = join(await temporaryFolder(), 'events.jsonl');
  await writeFile(file, eventLine(batchEvent(1)) + eventLine(batchEvent(2)).slice(0, 30));
  const log = await openEventLog(file);
  log.append(batchEvent(3));
  await log.close();
  expect(await readEventLog(file)).toEqual({ events: [batchEvent(1), batchEvent(3)], damagedLines: 1 });
});

test('the highest attempt wins', async () => {
  const file = join(await temporaryFolder(), 'events.jsonl');
  await writeFile(file, '');
  for (const event of [batchEvent(1), batchEvent(2, 2), batchEvent(2, 1), batchEvent(3)])
    await appendFile(file, eventLine(event));
  expect(parseEventLog(new Uint8Array(await readFile(file))).events).toEqual([
    batchEvent(1),
    batchEvent(2, 2),
    batchEvent(3),
  ]);
});

/** `npm run soak -- damages` does 10,000. */
test('random damages lose the damaged lines alone', () => {
  expect(lossesOfDamages(500, 1)).toEqual([]);
});
