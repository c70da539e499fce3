/** A machine that cannot download still has digits to train on, and is told so. */
import { expect, test } from 'vitest';
import type { DataRemark } from '../../../server/src/engine/data/dataSource';
import { rowNumbers } from '../../../server/src/engine/data/examples';
import { idxDigits, type DigitsOptions } from '../../../server/src/engine/data/sources/idxDigits';
import { contextOf } from '../helpers/openText';
import { temporaryFolder } from '../helpers/temporaryFolder';

const nowhere = { size: 10, sha256: '0'.repeat(64) };
const options: DigitsOptions = {
  name: 'digits',
  // A port that nothing listens on.
  base: 'http://127.0.0.1:9/',
  files: { trainImages: nowhere, trainLabels: nowhere, testImages: nowhere, testLabels: nowhere },
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
};
const request = { uri: 'file:///w/a.nn', source: 'digits', positional: [], named: {} };

test('the first examples of the original files stand in for those that cannot be fetched', async () => {
  const remarks: DataRemark[] = [];
  const context = {
    ...contextOf(await temporaryFolder()),
    allowDownload: true,
    onRemark: (remark: DataRemark) => remarks.push(remark),
  };
  const { train, test: held, description } = await idxDigits({ ...options, bundled: 'digits' }).open(request, context);
  expect([train.length, held?.length]).toEqual([6000, 1000]);
  expect(description.examples).toEqual({ train: 6000, test: 1000 });
  const labels = await train.read('label', rowNumbers(10));
  expect([...labels.data]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect(remarks.map(({ code }) => code)).toEqual(['data/bundled']);
  expect(remarks[0]?.message).toMatch(/cannot be downloaded: the first 6,000 \+ 1,000 examples/);
});

test('a set of which nothing comes with the build cannot be opened without its files', async () => {
  const context = { ...contextOf(await temporaryFolder()), allowDownload: true };
  await expect(idxDigits(options).open(request, context)).rejects.toThrow('cannot be downloaded');
});

test('a folder that is named and empty is a mistake to correct, not one to paper over', async () => {
  const folder = await temporaryFolder();
  const context = { ...contextOf(folder), allowDownload: true, dataFolders: { digits: folder } };
  await expect(idxDigits({ ...options, bundled: 'digits' }).open(request, context)).rejects.toThrow('is missing in');
});
