/** The second notebook's pipeline on the two photographs, with its figures. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rowNumbers } from '../../../server/src/engine/data/examples';
import { contextOf, openText } from '../helpers/openText';

const everything = { training: false, seed: [0, 0] } as const;

test('CenterCrop and Rescaling give the notebook its means', async () => {
  const dataset = await openText(
    'data photos = sample("china", "flower") -> CenterCrop(70, 120) -> Rescaling(1/255)',
    contextOf('/nowhere'),
  );
  const image = (await dataset.train.batch(rowNumbers(2), ['image'], everything)).get('image');
  expect(image?.shape).toEqual([2, 70, 120, 3]);
  expect(image?.dtype).toBe('uint8');
  const scale = dataset.prelude.get('image')?.[0]?.args['scale'];
  expect(scale).toBe(1 / 255);
  const means = [0, 1].map((photo) => [0, 1, 2].map((channel) => mean(image?.data ?? [], photo, channel) / 255));
  const notebook = [
    [0.64338624, 0.5971759, 0.5824972],
    [0.76306933, 0.2601113, 0.10849128],
  ];
  means.flat().forEach((value, index) => expect(Math.abs(value - (notebook.flat()[index] ?? 0))).toBeLessThan(1e-5));
});

function mean(data: ArrayLike<number>, photo: number, channel: number): number {
  const pixels = 70 * 120;
  let sum = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1) sum += data[(photo * pixels + pixel) * 3 + channel] ?? 0;
  return sum / pixels;
}

test('the pixels are those that Pillow decodes', async () => {
  const dataset = await openText('data photos = sample()', contextOf('/nowhere'));
  const image = (await dataset.train.batch(rowNumbers(2), ['image'], everything)).get('image');
  const half = (image?.data.length ?? 0) / 2;
  const sums = [0, 1].map((photo) =>
    createHash('sha256')
      .update(image?.data.subarray(photo * half, (photo + 1) * half) ?? '')
      .digest('hex'),
  );
  // sha256(numpy.asarray(PIL.Image.open(file)).tobytes()), with Pillow 11.3.0.
  expect(sums).toEqual(PILLOW);
});

const PILLOW = [
  'e701459344fd69797154c91add3bb5d70e5ed1a61d8bed889bab3a796104698d',
  '3202904ed246795bf616c66d7859cd7c6080eff736c6e38dc5cc62779742033f',
];
