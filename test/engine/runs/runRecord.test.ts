import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readRunRecord,
  writeRunRecord,
  runSchemaVersion,
  type RunRecord,
} from '../../../server/src/engine/runs/runRecord';
import { temporaryFolder } from '../helpers/temporaryFolder';

const record: RunRecord = {
  schemaVersion: runSchemaVersion,
  run: '01J00000000000000000000000',
  file: 'digits.nn',
  source: 'model Digits {}',
  sourceHash: 'a',
  programHash: 'b',
  dataHash: 'c',
  model: 'Digits',
  train: 'Digits',
  seed: 0,
  epochs: 1,
  batchSize: 32,
  limit: null,
  params: 0,
  engine: { name: 'wasm', version: '1', parts: 1, threads: 1, environment: {} },
  imports: {},
  dataFolders: {},
  on: null,
  workspace: null,
  weights: null,
  versions: {},
};

test('a record that an earlier attempt left cut is no record, and gives way to a whole one', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'run.json');
  await writeFile(file, JSON.stringify(record).slice(0, 40));
  expect(await readRunRecord(file)).toBeUndefined();
  await writeRunRecord(file, record);
  expect(await readRunRecord(file)).toEqual(record);
  expect(await readdir(folder)).toEqual(['run.json']);
});
