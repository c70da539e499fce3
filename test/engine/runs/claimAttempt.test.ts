import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimAttempt } from '../../../server/src/engine/runs/claimAttempt';
import { temporaryFolder } from '../helpers/temporaryFolder';

test('of many that claim a run at the same moment one gets it', async () => {
  const folder = await temporaryFolder();
  const claims = await Promise.allSettled(Array.from({ length: 8 }, () => claimAttempt(folder)));
  expect(claims.filter(({ status }) => status === 'fulfilled')).toEqual([{ status: 'fulfilled', value: 1 }]);
  await expect(claimAttempt(folder)).rejects.toMatchObject({ code: 'run/busy' });
});

test.each([
  ['died', JSON.stringify({ pid: 2 ** 22 + 5, start: '17' })],
  ['had the number of another that lives now', JSON.stringify({ pid: process.pid, start: 'another time' })],
  ['left a damaged lock', '{"pid":'],
])('a run whose process %s is taken over as the next attempt', async (_name, owner) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'attempt-1.lock'), owner);
  await writeFile(join(folder, 'attempt-7.lock'), owner);
  expect(await claimAttempt(folder)).toBe(8);
});
