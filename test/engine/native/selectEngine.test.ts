import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chooseParts } from '../../../server/src/engine/chooseShares';
import { probeOnce } from '../../../server/src/engine/native/probeOnce';
import { findInstallation, installationFolder } from '../../../server/src/engine/native/provision/installation';
import { installNative } from '../../../server/src/engine/native/provision/install';
import { selectEngine } from '../../../server/src/engine/selectEngine';

let cache: string;
let installed: Awaited<ReturnType<typeof findInstallation>>;

beforeEach(async () => {
  installed = await findInstallation();
  cache = await mkdtemp(join(tmpdir(), 'shapewright-test-'));
  vi.stubEnv('SHAPEWRIGHT_CACHE', cache);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true, force: true });
});

it('takes wasm where the native engine is not installed, and says so', async () => {
  const { engine, reason } = await selectEngine('auto');
  expect(engine.name).toBe('wasm');
  expect(reason).toMatch(/not installed/);
  await expect(selectEngine('native')).rejects.toThrow(/not installed/);
});

it('takes wasm where the native engine does not load, and says why', async () => {
  const folder = installationFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'broken.node'), 'no library');
  await writeFile(
    join(folder, 'installation.json'),
    JSON.stringify({ route: 'wheel', tensorflow: '2.21.0', binding: 'broken.node' }),
  );
  const { engine, reason } = await selectEngine('auto');
  expect(engine.name).toBe('wasm');
  expect(reason).toMatch(/does not work here: the native engine did not run a step/);
});

it('remembers that a step went well on this machine', async () => {
  expect(installed).toBeDefined();
  const files = installed ?? { bindingFile: '' };
  await probeOnce(files);
  const [probed] = await readdir(join(cache, 'native-engine', 'probed'));
  expect(probed).toMatch(/^[0-9a-f]{64}$/);
  // Without the script of the probe, only what is remembered can make this succeed.
  vi.stubEnv('PATH', '');
  await probeOnce(files);
  expect(await readdir(join(cache, 'native-engine', 'probed'))).toEqual([probed]);
});

it('tells what each way of installing failed at, and leaves nothing half done', async () => {
  vi.stubEnv('PATH', cache);
  await expect(installNative({ report: () => undefined })).rejects.toMatchObject({
    code: 'engine/install',
    reason: expect.stringMatching(/installer: .+\nTensorFlow’s Python wheel: .+/s),
  });
  expect(await readdir(join(cache, 'native-engine'))).toEqual([]);
});

it('has a part of the batch for each core that gets rows enough', () => {
  expect([1, 2, 4, 16].map((cores) => chooseParts(true, 32, cores))).toEqual([1, 2, 4, 4]);
  expect(chooseParts(true, 64, 16)).toBe(8);
  expect(chooseParts(true, 6, 4)).toBe(1);
  expect(chooseParts(false, 64, 4)).toBe(1);
});
