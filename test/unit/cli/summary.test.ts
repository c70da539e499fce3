import { expect, test } from 'vitest';
import { summaryCommand } from '../../../server/src/cli/summary';
import type { SummaryModel } from '../../../server/src/language/summary/summarize';
import { recordOutput } from '../../helpers/recordedOutput';

const sample = 'samples/mnist.nn';

test('the table of the first sample is the one that Keras prints', async () => {
  const output = recordOutput();
  expect(await summaryCommand.run([sample], output)).toBe(0);
  const rows = output.text.out.split('\n').filter((line) => line.startsWith('│'));
  const cells = rows.map((row) =>
    row
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual([
    ['input_layer (InputLayer)', '(None, 28, 28, 1)', '0'],
    ['conv2d (Conv2D)', '(None, 26, 26, 32)', '320'],
    ['max_pooling2d (MaxPooling2D)', '(None, 13, 13, 32)', '0'],
    ['conv2d_1 (Conv2D)', '(None, 11, 11, 64)', '18,496'],
    ['max_pooling2d_1 (MaxPooling2D)', '(None, 5, 5, 64)', '0'],
    ['conv2d_2 (Conv2D)', '(None, 3, 3, 64)', '36,928'],
    ['flatten (Flatten)', '(None, 576)', '0'],
    ['dense (Dense)', '(None, 64)', '36,928'],
    ['dense_1 (Dense)', '(None, 10)', '650'],
  ]);
  expect(output.text.out).toContain(' Total params: 93,322 (364.54 KB)');
});

test('as JSON it has each layer with its shape, parameters and predecessors', async () => {
  const output = recordOutput();
  expect(await summaryCommand.run([sample, '--model', 'Digits', '--json'], output)).toBe(0);
  const { models } = JSON.parse(output.text.out) as { readonly models: readonly SummaryModel[] };
  expect(models).toHaveLength(1);
  expect(models[0]).toMatchObject({
    model: 'Digits',
    line: 3,
    totals: { params: 93_322, trainable: 93_322, nonTrainable: 0 },
  });
  expect(models[0]?.layers[3]).toMatchObject({
    name: 'conv2d_1',
    type: 'Conv2D',
    output: [null, 11, 11, 64],
    params: 18_496,
    trainable: 18_496,
    connectedTo: ['max_pooling2d'],
    receptiveField: [8, 8],
  });
  expect(models[0]?.layers.at(-1)?.receptiveField).toBe('whole');
});

test('a model that is not there is told with those that are', async () => {
  const output = recordOutput();
  expect(await summaryCommand.run([sample, '--model', 'Digit'], output)).toBe(1);
  expect(output.text.err).toContain('Did you mean Digits?');
});
