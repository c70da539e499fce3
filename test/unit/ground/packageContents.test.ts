import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { expect, test } from 'vitest';

const root = process.cwd();

test('the extension carries the Python that an exported training is made of', async () => {
  const shipped = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const files = await readdir(join(root, 'server/src/interop/export/ray/files'));
  const python = files.filter((file) => /\.(py|txt)$/.test(file));
  expect(python).toContain('versions.py');
  expect(shipped).toEqual(expect.arrayContaining(python.map((file) => `dist/ray/${file}`)));
});
