import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';

/**
 * Packs dist/ and what package.json contributes into one VSIX; everything is bundled, so no node_modules.
 *
 * @param {string} [target] the platform that it is for, by vsce's name (`linux-x64`); every platform without
 * @returns {Promise<{ path: string, bytes: number }>}
 */
export async function packageExtension(target) {
  const { createVSIX } = await import('@vscode/vsce');
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const folder = join(root, '.artifacts');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${[name, target, version].filter(Boolean).join('-')}.vsix`);
  // Whole at once: suites that run side by side pack and read it.
  const packagePath = `${path}.${process.pid}`;
  await createVSIX({
    cwd: root,
    packagePath,
    ...(target === undefined ? {} : { target }),
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: false,
    // The pictures of the README stay where they are: there is no published address to lead them to.
    rewriteRelativeLinks: false,
  });
  await rename(packagePath, path);
  return { path, bytes: (await stat(path)).size };
}
