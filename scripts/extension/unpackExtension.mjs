import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Puts a VSIX into an editor's extensions folder as its own installer does; code-server's installer asks the
 * network even for a local file.
 *
 * @param {string} vsix
 * @param {string} extensions the editor's --extensions-dir, made new
 */
export async function unpackExtension(vsix, extensions) {
  const { unzipSync, strFromU8 } = await import('fflate');
  const files = unzipSync(await readFile(vsix));
  const { publisher, name, version } = JSON.parse(strFromU8(files['extension/package.json']));
  const id = `${publisher}.${name}`;
  const relativeLocation = `${id}-${version}`;
  const location = join(extensions, relativeLocation);
  await rm(extensions, { recursive: true, force: true });
  for (const [path, bytes] of Object.entries(files)) {
    if (!path.startsWith('extension/') || path.endsWith('/')) continue;
    const file = join(location, path.slice('extension/'.length));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  const { pathname } = pathToFileURL(location);
  const entry = {
    identifier: { id },
    version,
    location: { $mid: 1, path: pathname, scheme: 'file' },
    relativeLocation,
  };
  await writeFile(join(extensions, 'extensions.json'), JSON.stringify([entry]));
}
