import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';

/**
 * Packs dist/ and what package.json contributes into one VSIX; everything is bundled, so no node_modules.
 *
 * @returns {Promise<string>} the file
 */
export async function packageExtension() {
  const { createVSIX } = await import('@vscode/vsce');
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const folder = join(root, '.artifacts');
  await mkdir(folder, { recursive: true });
  const packagePath = join(folder, `${name}-${version}.vsix`);
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: false,
    // The pictures of the README stay where they are: there is no published address to lead them to.
    rewriteRelativeLinks: false,
  });
  return packagePath;
}
