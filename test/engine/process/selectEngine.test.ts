import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { installationFile, installationFolder } from '../../../server/src/engine/native/provision/installation';
import { selectEngine } from '../../../server/src/engine/selectEngine';
import { temporaryFolder } from '../helpers/temporaryFolder';

const before = process.env['SHAPEWRIGHT_CACHE'];

afterEach(() => {
  if (before === undefined) delete process.env['SHAPEWRIGHT_CACHE'];
  else process.env['SHAPEWRIGHT_CACHE'] = before;
});

test('without the native engine the wasm engine is taken, and why is said', async () => {
  process.env['SHAPEWRIGHT_CACHE'] = await temporaryFolder();
  const { engine, reason } = await selectEngine('auto');
  expect(engine.name).toBe('wasm');
  expect(reason).toContain('not installed');
  await expect(selectEngine('native')).rejects.toMatchObject({ code: 'engine/native' });
});

test('a native engine that is broken gives way to the wasm engine, and why is said', async () => {
  process.env['SHAPEWRIGHT_CACHE'] = await temporaryFolder();
  const folder = installationFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'binding.node'), 'no library');
  const installation = { route: 'wheel', tensorflow: '2.21.0', binding: 'binding.node' };
  await writeFile(join(folder, installationFile), JSON.stringify(installation));
  const { engine, reason } = await selectEngine('auto');
  expect(engine.name).toBe('wasm');
  expect(reason).toContain('does not work here');
});
