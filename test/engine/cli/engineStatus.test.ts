import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { engineCommand } from '../../../server/src/cli/engine';
import { recordOutput } from '../../helpers/recordedOutput';

test('engine status tells both engines and which one auto takes', async () => {
  const output = recordOutput();
  expect(await engineCommand.run(['status', '--json'], output)).toBe(0);
  expect(JSON.parse(output.text.out)).toMatchObject({
    native: { available: true, version: expect.stringMatching(/^2\.\d+/), reason: null },
    wasm: { available: true, version: expect.stringMatching(/^4\./), reason: null },
    selected: 'native',
  });
});

test('where the native engine is not installed, auto takes wasm and the reason is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-cache-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  vi.stubEnv('SHAPEWRIGHT_CACHE', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const output = recordOutput();
  expect(await engineCommand.run(['status', '--json'], output)).toBe(0);
  expect(JSON.parse(output.text.out)).toMatchObject({
    native: { available: false, version: null, reason: expect.stringContaining('shapewright engine install') },
    wasm: { available: true },
    selected: 'wasm',
  });
});
