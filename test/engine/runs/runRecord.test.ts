import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRunRecord, writeRunRecord } from '../../../server/src/engine/runs/runRecord';
import { madeRecord } from '../../helpers/keptRun';
import { temporaryFolder } from '../helpers/temporaryFolder';

const record = madeRecord('01J00000000000000000000000', { file: 'digits.nn', model: 'Digits' });

test('a record that an earlier attempt left cut is no record, and gives way to a whole one', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'run.json');
  await writeFile(file, JSON.stringify(record).slice(0, 40));
  expect(await readRunRecord(file)).toBeUndefined();
  await writeRunRecord(file, record);
  expect(await readRunRecord(file)).toEqual(record);
  expect(await readdir(folder)).toEqual(['run.json']);
});
