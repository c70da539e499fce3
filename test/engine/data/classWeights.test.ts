import { expect, test } from 'vitest';
import { createFeedBatches } from '../../../server/src/engine/data/batches';
import { rowNumbers } from '../../../server/src/engine/data/examples';
import { sampleWeights } from '../../../server/src/engine/data/sampleWeights';
import { analyzeText, contextOf, openText } from '../helpers/openText';
import { temporaryFolder } from '../helpers/temporaryFolder';
import { writeFiles } from './helpers/makeFiles';

const data = 'data t = csv("t.csv", label=kind)';

async function weigh(
  classWeight: string,
): Promise<{ readonly training: readonly number[]; readonly evaluation: readonly number[] }> {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 't.csv': 'x,kind\n1,cat\n2,dog\n3,cat\n4,cat\n' });
  const text = `${data}\nmodel M { input t -> Dense(2, activation=softmax) }\ntrain M on t { loss: sparse_categorical_crossentropy\n class_weight: ${classWeight} }`;
  const { trains, diagnostics } = await analyzeText(text, contextOf(folder));
  const settings = trains[0]?.settings;
  if (settings === undefined) throw new Error(diagnostics[0]?.message ?? 'no settings');
  const dataset = await openText(data, contextOf(folder));
  const weights = await sampleWeights(settings, dataset.fed, dataset.train);
  const batches = createFeedBatches(
    dataset.train,
    [{ feed: 'target_0', parts: ['kind'], dtype: 'int32', shape: [] }],
    weights,
  );
  const feed = async (training: boolean): Promise<readonly number[]> => [
    ...((await batches.feeds(rowNumbers(4), { training, seed: [0, 0] })).get('sample_weight')?.data ?? []),
  ];
  return { training: await feed(true), evaluation: await feed(false) };
}

test('class_weight weighs examples in training, and in training alone', async () => {
  expect(await weigh('{ cat: 1, dog: 1.5 }')).toEqual({ training: [1, 1.5, 1, 1], evaluation: [1, 1, 1, 1] });
});

test('balanced makes all classes count alike', async () => {
  const { training } = await weigh('balanced');
  const [cat = 0, dog = 0] = training;
  expect(cat * 3).toBeCloseTo(dog, 5);
  expect(training.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(4, 5);
});
