import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { explainDeath } from '../../../server/src/engine/explainDeath';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { temporaryFolder } from '../helpers/temporaryFolder';

const notes = `WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795931934.975426   18059 port.cc:153] oneDNN custom operations are on. You may see round-off errors.
`;

test.each([
  ['', 'It was killed (SIGKILL): by someone, or by the system when memory ran out.'],
  [notes, 'It was killed (SIGKILL): by someone, or by the system when memory ran out.'],
  [
    `${notes}TypeError: no such kernel\n    at run (engine.js:1:2)\n`,
    'It was killed (SIGKILL): by someone, or by the system when memory ran out. Its last words: TypeError: no such kernel',
  ],
])('the last words of a process are its own, not what TensorFlow always says: %#', async (log, cause) => {
  const folder = await temporaryFolder();
  const { log: file } = runFiles(folder);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, log);
  expect(await explainDeath(folder, { code: null, signal: 'SIGKILL' })).toMatchObject({ code: 'engine/killed', cause });
});
