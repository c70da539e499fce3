import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exportCommand } from '../../../server/src/cli/export';
import { recordOutput } from '../../helpers/recordedOutput';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapewright-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function exported(text: string, ...argv: readonly string[]) {
  const file = join(folder, 'net.nn');
  await writeFile(file, text);
  const output = recordOutput();
  const status = await exportCommand.run([file, ...argv], output);
  return { status, ...output.text, bytes: output.bytes };
}

const net = 'model Net {\n  input 8 -> Dense(2)\n}\n';

it('writes a Keras script, with weights beside it where some are named', async () => {
  const out = join(folder, 'net.py');
  const plain = await exported(net, '--to', 'keras', '-o', out, '--json');
  expect(plain.status).toBe(0);
  expect(JSON.parse(plain.out)).toEqual({ to: 'keras', files: [out] });
  const weights = join(folder, 'made.safetensors');
  expect((await exported(net, '--to', 'safetensors', '-o', weights)).status).toBe(0);
  const both = await exported(net, '--to', 'keras', '-o', out, '--weights', weights);
  expect(both.out.trim().split('\n')).toEqual([out, join(folder, 'net.safetensors')]);
  expect(await readFile(out, 'utf8')).toContain('load_weights(model, "net.safetensors")');
});

it('writes one file to the standard output; a folder or two files have no place there', async () => {
  const out = join(folder, 'net.py');
  await exported(net, '--to', 'keras', '-o', out);
  expect(await exported(net, '--to', 'keras', '-o', '-')).toMatchObject({
    status: 0,
    out: await readFile(out, 'utf8'),
    err: '',
  });
  const weights = join(folder, 'made.safetensors');
  await exported(net, '--to', 'safetensors', '-o', weights);
  const bytes = await exported(net, '--to', 'safetensors', '-o', '-');
  expect(bytes).toMatchObject({ status: 0, out: '', err: 'Net with the weights before training\n' });
  expect(Buffer.concat(bytes.bytes)).toEqual(await readFile(weights));
  for (const [argv, reason] of [
    [['--to', 'keras', '--weights', weights], 'Keras 3 script with its weights is 2 files'],
    [['--to', 'tfjs'], 'TensorFlow.js layers model, a folder, which the standard output cannot hold'],
    [['--to', 'ray'], 'A training for Ray is a folder'],
    [['--to', 'keras', '--json'], 'both take the standard output'],
  ] as const) {
    const refused = await exported(net, ...argv, '-o', '-');
    expect([refused.status, refused.err + refused.out]).toEqual([2, expect.stringContaining(reason)]);
  }
});

it('says which layer stands in the way, and where', async () => {
  const { status, err } = await exported(
    'model Net {\n  input 8\n    -> Conv2D(2, 3)\n}\n',
    '--to',
    'keras',
    '-o',
    join(folder, 'x.py'),
  );
  expect(status).toBe(1);
  expect(err).toMatch(/net\.nn:3: Conv2D \(Conv2D\) cannot be exported to keras: its shape is not known/);
});

it('tells what stands in the way as JSON too', async () => {
  const argv = ['--to', 'keras', '-o', join(folder, 'x.py'), '--json'];
  const layer = await exported('model Net {\n  input 8\n    -> Conv2D(2, 3)\n}\n', ...argv);
  expect({ status: layer.status, err: layer.err }).toEqual({ status: 1, err: '' });
  expect(JSON.parse(layer.out)).toMatchObject({ error: { code: 'export/layer' } });
  expect(JSON.parse((await exported(net, ...argv, '--model', 'Nut')).out)).toMatchObject({
    error: { code: 'export/model', message: expect.stringContaining("no model 'Nut'") },
  });
});

it('refuses a wrong command line, weights of another model, and a name that is not there', async () => {
  expect((await exported(net, '--to', 'caffe', '-o', join(folder, 'x'))).err).toMatch(
    /--to is keras or .*, not "caffe"/,
  );
  expect((await exported(net, '--to', 'keras')).status).toBe(2);
  expect((await exported(net, '--to', 'keras', '-o', join(folder, 'x'), '--model', 'Nut')).err).toMatch(
    /no model 'Nut'; it has Net/,
  );
  const weights = join(folder, 'made.safetensors');
  await exported(net, '--to', 'safetensors', '-o', weights);
  const wider = await exported(
    net.replace('Dense(2)', 'Dense(3)'),
    '--to',
    'keras',
    '-o',
    join(folder, 'x.py'),
    '--weights',
    weights,
  );
  expect(wider.status).toBe(1);
  expect(wider.err).toMatch(/Its Dense\/kernel is 8x2, the model's 8x3/);
});
