import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, test } from 'vitest';
import type { Command } from '../../../server/src/cli/command';
import { featuresCommand } from '../../../server/src/cli/features';
import { parseNpy } from '../../../server/src/engine/data/formats/npy';
import type { Tensor } from '../../../server/src/engine/backend';
import { encodeSafetensors } from '../../../server/src/engine/runs/safetensors';
import { filtersCommand } from '../../../server/src/cli/filters';
import { predictCommand } from '../../../server/src/cli/predict';
import { recordOutput } from '../../helpers/recordedOutput';

const folder = mkdtempSync(join(tmpdir(), 'shapewright-look-'));
const file = join(folder, 'net.nn');
const kernel = 'kernel sobel = [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]\n';
writeFileSync(
  file,
  `${kernel}model Net {\n  input 12x10x1 -> Conv2D(kernel=sobel) -> Flatten -> Dense(3, activation=softmax)\n}\n`,
);
const disc = join(folder, 'disc.nn');
const absent = join(folder, 'absent.nn');
const nowhere = ['--data-folder', `cifar10=${folder}`];
writeFileSync(
  absent,
  'data photos = cifar10 -> Rescaling(1/255)\nmodel Net {\n  input photos -> Flatten -> Dense(2)\n}\n',
);
const files = new Map<string, string>([
  ['FILE', file],
  ['DISC', disc],
  ['ABSENT', absent],
]);
writeFileSync(disc, 'data disc = shapes.circle(size=8)\nmodel Net {\n  input disc -> Flatten -> Dense(2)\n}\n');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: Command, ...argv: readonly string[]) {
  const output = recordOutput();
  const status = await command.run(argv, output);
  return { status, ...output.text, bytes: output.bytes };
}

describe('looking into models from the command line', () => {
  test('filters draws a kernel: negative blue, positive orange, zero white', async () => {
    const png = join(folder, 'grid.png');
    expect(await run(filtersCommand, file, '-o', png)).toMatchObject({
      status: 0,
      out: 'conv2d: 1 filters of 3x3x1, weights up to 2.000, untrained\n',
    });
    const { width, height, data } = decode(readFileSync(png));
    const at = (row: number): readonly number[] =>
      [...data.subarray((Math.floor(((row + 0.5) * height) / 3) * width + Math.floor(width / 2)) * 3)].slice(0, 3);
    expect([0, 1, 2].map(at)).toEqual([
      [26, 106, 201],
      [255, 255, 255],
      [204, 98, 0],
    ]);
  });

  test('filters and predict write to the standard output, and tell of it beside', async () => {
    const picture = await run(filtersCommand, file, '-o', '-');
    expect(picture).toMatchObject({ status: 0, out: '', err: expect.stringMatching(/^conv2d: 1 filters/) as string });
    expect(decode(Buffer.concat(picture.bytes))).toMatchObject({ width: 52, height: 52 });
    const scores = await run(predictCommand, file, '-o', '-');
    expect(scores).toMatchObject({ status: 0, out: '', err: expect.stringContaining('untrained') as string });
    expect(parseNpy(Buffer.concat(scores.bytes), '-').shape).toEqual([1, 3]);
  });

  test('filters writes the weights that it draws as JSON', async () => {
    const { out } = await run(filtersCommand, file, '-o', join(folder, 'grid.png'), '--json');
    expect(JSON.parse(out)).toMatchObject({ shape: [3, 3, 1, 1], kernels: [[-1, -2, -1, 0, 0, 0, 1, 2, 1]] });
  });

  test('filters writes a kernel as an array of NumPy, with the weights of a file', async () => {
    const weights = join(folder, 'own.safetensors');
    const tensor = (shape: readonly number[], data: Float32Array): Tensor => ({ dtype: 'float32', shape, data });
    const bias = tensor([3], Float32Array.of(1, 2, 4));
    const own = new Map([
      ['Conv2D/kernel', tensor([3, 3, 1, 1], Float32Array.of(-1, -2, -1, 0, 0, 0, 1, 2, 1))],
      ['Dense/kernel', tensor([80, 3], new Float32Array(240).fill(0.5))],
      ['Dense/bias', bias],
    ]);
    writeFileSync(weights, encodeSafetensors(own, new Map()));
    const npy = join(folder, 'kernel.npy');
    expect(await run(filtersCommand, file, '-o', npy, '--weights', weights)).toMatchObject({ status: 0, err: '' });
    const { shape, data } = parseNpy(readFileSync(npy), npy);
    expect([shape, Array.from(data)]).toEqual([
      [3, 3, 1, 1],
      [-1, -2, -1, 0, 0, 0, 1, 2, 1],
    ]);

    const scores = join(folder, 'scores.npy');
    const { out } = await run(predictCommand, file, '--weights', weights, '-o', scores, '--json');
    const told = JSON.parse(out) as { readonly weights: string; readonly outputs: readonly { values: number[] }[] };
    expect(told.weights).toBe(weights);
    expect(Array.from(parseNpy(readFileSync(scores), scores).data)).toEqual(told.outputs[0]?.values);
    // Both classes see the same, so that the biases decide: e^4 / (e + e^2 + e^4).
    expect(told.outputs[0]?.values[2]).toBeCloseTo(0.8438, 4);

    writeFileSync(weights, encodeSafetensors(new Map([['Dense/bias', bias]]), new Map()));
    const misfit = await run(predictCommand, file, '--weights', weights, '--json');
    expect([misfit.status, JSON.parse(misfit.out)]).toMatchObject([1, { error: { code: 'run/weights-file' } }]);
  });

  test('features writes arrays with the exact values', async () => {
    const out = join(folder, 'arrays');
    expect((await run(featuresCommand, file, '-o', out, '--as', 'npy')).status).toBe(0);
    const read = (name: string) => parseNpy(readFileSync(join(out, name)), name);
    const [image, edges] = [read('00-input_layer.npy'), read('01-conv2d.npy')];
    expect([image.shape, edges.shape]).toEqual([
      [1, 12, 10, 1],
      [1, 10, 8, 1],
    ]);
    // The sum of the window under the kernel, at the first place.
    const at = (row: number, column: number): number => Number(image.data[row * 10 + column]);
    const wanted = at(2, 0) + 2 * at(2, 1) + at(2, 2) - at(0, 0) - 2 * at(0, 1) - at(0, 2);
    expect(edges.data[0]).toBeCloseTo(wanted, 5);
  });

  test('features writes a picture a layer', async () => {
    const out = join(folder, 'maps');
    expect((await run(featuresCommand, file, '-o', out)).status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['00-input_layer.png', '01-conv2d.png', '02-flatten.png', '03-dense.png']);
    // Nine times enlarged, with a frame of two pixels.
    expect(decode(readFileSync(join(out, '01-conv2d.png')))).toMatchObject({ width: 8 * 9 + 4, height: 10 * 9 + 4 });
  });

  test('predict looks at an image of any size, and gives the same numbers as JSON', async () => {
    const image = join(folder, 'maps', '01-conv2d.png');
    const json = await run(predictCommand, file, '--image', image, '--json');
    const { outputs } = JSON.parse(json.out) as { readonly outputs: readonly { readonly values: readonly number[] }[] };
    const values = outputs[0]?.values ?? [];
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    const { out } = await run(predictCommand, file, '--image', image, '--top', '1');
    expect(out).toContain(Math.max(...values).toFixed(4));
  });

  test('predict says what it looked at: an example of the data, or one drawn in their place', async () => {
    expect((await run(predictCommand, disc)).out).toMatch(/\ntrain example 0, untrained\n$/);
    expect((await run(predictCommand, file)).out).toMatch(/\na drawn example, untrained\n$/);
    const { status, out } = await run(predictCommand, absent, ...nowhere, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      example: expect.stringMatching(/^a drawn example \(.*is missing in/) as string,
    });
  });

  test.each([
    [predictCommand, [], 2, 'Name one file.'],
    [filtersCommand, ['FILE'], 2, 'Say with -o where the picture goes'],
    [
      filtersCommand,
      ['FILE', '-o', 'x.png', '--layer', 'dense'],
      2,
      'The model has no convolution dense; it has conv2d.',
    ],
    [filtersCommand, ['FILE', '-o', '-', '--json'], 2, 'both take the standard output'],
    [featuresCommand, ['FILE', '-o', '-'], 2, 'The maps go into a folder, which the standard output cannot hold'],
    [featuresCommand, ['FILE', '-o', 'x', '--index=-1'], 2, '--index takes a whole number'],
    [predictCommand, ['FILE', '--split', 'last'], 2, '--split is train or test, not "last".'],
    [predictCommand, ['DISC', '--split', 'test'], 1, 'The data have no test part.'],
    [featuresCommand, ['FILE', '-o', 'x', '--index', '3'], 1, 'The model has no data'],
    [predictCommand, ['ABSENT', ...nowhere, '--split', 'train'], 1, 'is missing in'],
    [predictCommand, ['FILE', '--model', 'Other'], 1, 'The file has no model "Other"'],
    [predictCommand, ['FILE', '--image', 'nowhere.png'], 1, 'Name a PNG or JPEG that can be read with --image.'],
    [predictCommand, ['FILE', '--weights', 'nowhere.safetensors'], 1, 'nowhere.safetensors cannot be read'],
  ] as const)('$0.name with $1 says what is wrong', async (command, argv, status, message) => {
    const found = await run(command, ...argv.map((each) => files.get(each) ?? each));
    expect(found.status).toBe(status);
    expect(found.err + found.out).toContain(message);
  });
});
