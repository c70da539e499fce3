/** What the universal VSIX can do by itself: no network, no data, no native engine, nothing beside it on the disk. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const execute = promisify(execFile);

describe('the universal extension on a clean machine', () => {
  let machine: string;
  let extension: string;

  beforeAll(async () => {
    machine = await mkdtemp(join(tmpdir(), 'shapewright-clean-'));
    const extensions = join(machine, 'extensions');
    await execute(process.execPath, ['scripts/extension/installInto.mjs', extensions], { cwd: root });
    const folder = (await readdir(extensions)).find((name) => name.startsWith('shapewright.'));
    extension = join(extensions, folder ?? '');
  });

  afterAll(() => rm(machine, { recursive: true, force: true }));

  /** Nothing of this machine's environment but the way to Node: a proxy where nothing listens, a home without a cache. */
  async function shapewright(...args: readonly string[]): Promise<string> {
    const nowhere = 'http://127.0.0.1:9';
    const env = { PATH: dirname(process.execPath), HOME: machine, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere };
    const options = args[0] === 'train' ? ['--data-folder', `mnist=${nowhere}`] : [];
    const { stdout } = await execute(process.execPath, ['dist/cli.js', ...args, ...options], { cwd: extension, env });
    return stdout;
  }

  test('checks the digits sample', async () => {
    expect(JSON.parse(await shapewright('check', 'samples/mnist.nn', '--json'))).toEqual({
      files: [{ file: expect.stringMatching(/mnist\.nn$/), diagnostics: [] }],
    });
  });

  test('draws it', async () => {
    expect(await shapewright('graph', 'samples/mnist.nn', '--svg', '-')).toMatch(/<svg[^]*Conv2D[^]*<\/svg>/);
  });

  test('trains it with WebAssembly on the digits that came with it', async () => {
    const out = await shapewright('train', 'samples/mnist.nn', '--epochs', '1', '--limit', '320', '--json');
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly event?: string; readonly [key: string]: unknown });
    expect(events.find(({ event }) => event === 'start')).toMatchObject({ engine: 'wasm', examples: { train: 320 } });
    // The whole set has 10,000 of these.
    expect(events.find(({ event }) => event === 'evaluate')).toMatchObject({ split: 'test', examples: 1000 });
    expect(events.at(-1)).toMatchObject({ event: 'end', reason: 'completed' });
  });

  test('looks at one of these digits with what was learned', async () => {
    const found = JSON.parse(await shapewright('predict', 'samples/mnist.nn', '--index', '7', '--json')) as {
      readonly outputs: readonly { readonly values: readonly number[] }[];
    };
    expect(found).toMatchObject({
      weights: expect.stringMatching(/^the best weights of run /) as string,
      example: 'test example 7',
    });
    expect(found.outputs[0]?.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
  });
});
