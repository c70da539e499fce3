import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resizeImage } from '../../../server/src/engine/inspect/resizeImage';
import { givenFeed, sliceFunction, variablesOf } from '../../../server/src/engine/inspect/sliceFunction';
import { createInspectService } from '../../../server/src/engine/inspect/inspectService';
import { RunProblem } from '../../../server/src/engine/runProblem';
import type { InspectAnswer, InspectQuestion, InspectSubject } from '../../../server/src/protocol/inspectMessages';
import { compilePrediction } from '../../../server/src/compiler/compile';
import { graphOf, planOf } from '../../helpers/compileText';

const samples = join(import.meta.dirname, '../../../samples');
const service = createInspectService();
const weights = { kind: 'initial' } as const;
const drawn = { kind: 'drawn' } as const;

function subjectOf(model: string, source: string, file = join(samples, 'made-up.nn')): InspectSubject {
  return { file, source, model, runs: '', roots: [dirname(file)], dataFolders: {} };
}

function sample(name: string, model: string): InspectSubject {
  const file = join(samples, name);
  return subjectOf(model, readFileSync(file, 'utf8'), file);
}

async function ask<Question extends InspectQuestion>(
  subject: InspectSubject,
  question: Question,
): Promise<Extract<InspectAnswer, { kind: Question['kind'] }>> {
  const answer = await service.ask(subject, question);
  if (answer.kind !== question.kind) throw new Error(`asked for ${question.kind}, got ${answer.kind}`);
  return answer as Extract<InspectAnswer, { kind: Question['kind'] }>;
}

test('a small picture of an image is as bright as the image, one of another layer shows its range', async () => {
  const subject = subjectOf('Net', 'model Net {\n  input 4x4x1 -> Rescaling(1, offset=3)\n}\n');
  const pixels = Uint8Array.from({ length: 64 }, (_, index) => (index % 4 === 3 ? 255 : 128));
  const example = { kind: 'image', image: { name: 'grey.png', width: 4, height: 4, pixels, invert: false } } as const;
  const { layers } = await ask(subject, { kind: 'model' });
  const shades = await Promise.all(
    layers.map(async ({ path }) => (await ask(subject, { kind: 'thumbnail', weights, example, path })).values[0]),
  );
  expect(shades).toEqual([128, 0]);
});

describe('a model of fixed kernels', () => {
  const edges = sample('windows.nn', 'Edges');
  const example = { kind: 'data', split: 'train', index: 0 } as const;

  test('is looked into without training: the circle under the bottom Sobel kernel', async () => {
    const { layers, examples } = await ask(edges, { kind: 'model' });
    expect(layers.map(({ name, shape }) => `${name} ${shape.join('x')}`)).toEqual([
      'input_layer 64x64x1',
      'conv2d 64x64x1',
      're_lu 64x64x1',
      'max_pooling2d 32x32x1',
    ]);
    expect(examples).toEqual({ train: 1, test: 0 });
    const [, conv] = layers;
    expect(edges.source.slice(conv?.span?.start, conv?.span?.end)).toBe('Conv2D(kernel=sobel, padding=same)');
    const { values } = await ask(edges, { kind: 'filters', weights, path: conv?.path ?? '' });
    expect([...values]).toEqual([-1, -2, -1, 0, 0, 0, 1, 2, 1]);
    const strongest = await ask(edges, {
      kind: 'window',
      weights,
      example,
      path: conv?.path ?? '',
      unit: [],
      channel: 0,
    });
    expect(Math.abs(strongest.output)).toBe(4);
    expect(strongest.sum).toBe(strongest.output);
  });

  test.each(['MaxPool2D', 'AvgPool2D', 'L2Pool2D'])(
    '%s takes of each window what the engine computes',
    async (pool) => {
      const subject = subjectOf(
        'Net',
        `model Net {\n  input 7x9x2 -> Conv2D(3, 3, padding=same) -> ${pool}(3, strides=2, padding=same)\n}\n`,
      );
      const { layers } = await ask(subject, { kind: 'model' });
      const path = layers.at(-1)?.path ?? '';
      for (const unit of [
        [0, 0],
        [1, 2],
        [3, 4],
      ]) {
        for (const channel of [0, 2]) {
          const window = await ask(subject, { kind: 'window', weights, example: drawn, path, unit, channel });
          expect(window.sum).toBeCloseTo(window.output, 5);
          expect(window.channels).toBe(1);
          expect(window.firstChannel).toBe(channel);
        }
      }
      // The first window stands half in the padding.
      const corner = await ask(subject, { kind: 'window', weights, example: drawn, path, unit: [0, 0], channel: 0 });
      expect([...corner.inside]).toEqual([0, 0, 0, 0, 1, 1, 0, 1, 1]);
    },
  );
});

describe('what stands in the way', () => {
  test.each([
    ['a layer that is not there', { kind: 'map', weights, example: drawn, path: 'nowhere', map: 0 }, 'inspect/layer'],
    ['an example beyond the last', { kind: 'example', example: { kind: 'data', split: 'test', index: 7 } }, undefined],
    ['filters of a layer without', { kind: 'filters', weights, path: 'Flatten' }, 'inspect/filters'],
    [
      'a window of a layer without',
      { kind: 'window', weights, example: drawn, path: 'Dense', unit: [0], channel: 0 },
      'inspect/window',
    ],
    [
      'data that the model has not',
      { kind: 'features', weights, example: { kind: 'data', split: 'train', index: 0 }, path: 'Dense' },
      'inspect/example',
    ],
  ] as const)('%s is told with its cause', async (_name, question, code) => {
    const subject = subjectOf('Net', 'model Net {\n  input 8x8x1 -> Conv2D(2, 3) -> Flatten -> Dense(3)\n}\n');
    const answer = service.ask(subject, question);
    if (code === undefined) await expect(answer).resolves.toEqual({ kind: 'example', truth: undefined });
    else await expect(answer).rejects.toMatchObject({ code });
  });

  test('an invalid text names its first error and its place', async () => {
    const source = 'model Net {\n  input 8x8x1 -> Conv2D(2, 9)\n}\n';
    const failure: unknown = await service
      .ask(subjectOf('Net', source), { kind: 'model' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunProblem);
    expect(failure).toMatchObject({ code: 'nn/shape' });
    await expect(service.ask(subjectOf('Other', source), { kind: 'model' })).rejects.toMatchObject({
      code: 'inspect/model',
    });
  });
});

describe('slices of a program', () => {
  const graph = graphOf(
    'model Net {\n  a = input 8x8x1 -> Conv2D(2, 3) -> Dropout(0.5)\n  a -> Conv2D(4, 3) -> Flatten -> Dense(100000)\n}',
  );
  const features = compilePrediction(graph, planOf(graph, {})).functions['features'];
  const [first = '', , second = ''] = graph.nodes
    .filter(({ layer }) => layer.name !== 'InputLayer')
    .map(({ path }) => path);
  const dropout = graph.nodes.find(({ layer }) => layer.name === 'Dropout')?.path ?? '';
  if (features === undefined) throw new Error('there is no function "features"');

  test('read only the weights that the layer needs', () => {
    expect([...variablesOf(sliceFunction(features, second, [dropout]))]).toEqual([
      `${second}/kernel`,
      `${second}/bias`,
    ]);
    expect([...variablesOf(sliceFunction(features, first, []))]).toEqual([`${first}/kernel`, `${first}/bias`]);
  });

  test('are fed what is known', () => {
    expect(sliceFunction(features, second, [dropout]).feeds.map(({ name, shape }) => [name, shape])).toEqual([
      [givenFeed(dropout), [null, 6, 6, 2]],
    ]);
    expect(() => sliceFunction(features, 'nowhere', [])).toThrow(RangeError);
  });
});

describe("a person's own image", () => {
  const image = {
    name: 'a.png',
    width: 2,
    height: 2,
    invert: false,
    pixels: Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 0),
  };

  test('keeps its pixels at its own size, and becomes grey as Pillow converts', () => {
    expect([...resizeImage(image, 2, 2, 3)]).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0]);
    const grey = resizeImage(image, 2, 2, 1);
    expect([...grey].map(Math.round)).toEqual([76, 150, 29, 0]);
  });

  test('is averaged when it shrinks, stretched when it grows, turned over when asked', () => {
    const stripes = {
      ...image,
      width: 4,
      height: 1,
      pixels: Uint8Array.from([0, 80, 160, 240].flatMap((value) => [value, value, value, 255])),
    };
    // A triangle over three pixels: shares of three, three and one sevenths.
    expect([...resizeImage(stripes, 1, 2, 1)].map(Math.round)).toEqual([57, 183]);
    expect([...resizeImage(stripes, 1, 8, 1)].map(Math.round)).toEqual([0, 20, 60, 100, 140, 180, 220, 240]);
    expect([...resizeImage({ ...stripes, invert: true }, 1, 4, 1)].map(Math.round)).toEqual([255, 175, 95, 15]);
  });
});
