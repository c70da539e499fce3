/** The second notebook's pipeline on the two photographs, with its figures; test/oracle/photographs.py wrote the fixture. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rowNumbers } from '../../../server/src/engine/data/examples';
import { selectEngine } from '../../../server/src/engine/selectEngine';
import { photographMeans } from '../../helpers/photographMeans';
import { contextOf, openText } from '../helpers/openText';

interface Photographs {
  /** SHA-256 of the bytes that Pillow decodes. */
  readonly pixels: readonly string[];
  readonly shape: readonly number[];
  readonly means: readonly (readonly number[])[];
}

const keras = JSON.parse(
  readFileSync(new URL('../../oracle/fixtures/photographs.json', import.meta.url), 'utf8'),
) as Photographs;

/** As the notebook prints them. */
const notebook = [
  [0.64338624, 0.5971759, 0.5824972],
  [0.76306933, 0.2601113, 0.10849128],
];

test.each(['native', 'wasm'] as const)('CenterCrop and Rescaling give the notebook its means: %s', async (name) => {
  const { engine } = await selectEngine(name);
  const { shape, means } = await photographMeans(engine, process.cwd());
  expect(shape).toEqual([2, 70, 120, 3]);
  expect(shape).toEqual(keras.shape);
  for (const expected of [keras.means, notebook])
    expected.flat().forEach((value, place) => expect(Math.abs((means.flat()[place] ?? 0) - value)).toBeLessThan(1e-5));
});

test('the pixels are those that Pillow decodes', async () => {
  const dataset = await openText('data photos = sample()', contextOf('/nowhere'));
  const options = { training: false, seed: [0, 0] } as const;
  const image = (await dataset.train.batch(rowNumbers(2), ['image'], options)).get('image');
  const half = (image?.data.length ?? 0) / 2;
  const sums = [0, 1].map((photo) =>
    createHash('sha256')
      .update(image?.data.subarray(photo * half, (photo + 1) * half) ?? '')
      .digest('hex'),
  );
  expect(sums).toEqual(keras.pixels);
});
