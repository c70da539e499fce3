import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceChange } from '../../../client/src/training/sourceChange';
import {
  cellOf,
  confusionOf,
  readPredictions,
  writePredictions,
  type Predictions,
} from '../../../server/src/engine/runs/predictionStore';

describe('sourceChange', () => {
  test('tells the lines that one text has and the other has not, in order, without comments and arrows', () => {
    const before = 'model M {\n  input 4 # four\n    -> Dense(3)\n    -> Dense(1)\n}\n';
    const after = 'model M {\n  input 4\n    -> Dense(5)   # wider\n    -> ReLU\n    -> Dense(1)\n}\n';
    expect(sourceChange(before, after)).toEqual([
      { kind: 'removed', text: 'Dense(3)' },
      { kind: 'added', text: 'Dense(5)' },
      { kind: 'added', text: 'ReLU' },
    ]);
    expect(sourceChange(before, before.replace(' # four', ''))).toEqual([]);
  });
});

describe('the predictions of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shapewright-predictions-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const predictions: Predictions = {
    classes: ['cat', 'dog'],
    truth: Int32Array.of(0, 0, 1, 1, 0),
    predicted: Int32Array.of(0, 1, 1, 1, 1),
    score: Float32Array.of(0.75, 0.625, 0.5, 0.875, 0.9375),
    images: { indices: Int32Array.of(4, 2), height: 1, width: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4) },
  };

  test('come back as they were written', async () => {
    await writePredictions(folder, predictions);
    expect(await readPredictions(folder)).toEqual(predictions);
  });

  test('are counted by true and predicted class, and a cell shows the surest mistakes first', () => {
    expect(confusionOf(predictions)).toEqual({ classes: ['cat', 'dog'], counts: [1, 2, 0, 2] });
    const image = { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(1, 2) };
    expect(cellOf(predictions, 0, 1)).toEqual({
      truth: 0,
      predicted: 1,
      total: 2,
      examples: [
        { index: 4, score: 0.9375, image },
        { index: 1, score: 0.625 },
      ],
    });
    expect(cellOf(predictions, 1, 1).examples.map(({ index }) => index)).toEqual([2, 3]);
  });

  test('that do not fit together are none', async () => {
    await writePredictions(folder, { ...predictions, predicted: Int32Array.of(0, 1) });
    expect(await readPredictions(folder)).toBeUndefined();
    await writePredictions(folder, { ...predictions, truth: Int32Array.of(0, 0, 1, 1, 7) });
    expect(await readPredictions(folder)).toBeUndefined();
    expect(await readPredictions(join(folder, 'absent'))).toBeUndefined();
  });
});
