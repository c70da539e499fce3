import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file that the build puts beside the bundles: beside the running one, or in the `dist` of a folder above it when
 * the sources run. Undefined where nothing is built.
 */
export function bundledFile(name: string): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [here, ...foldersAbove(here).map((folder) => join(folder, 'dist'))];
  return places.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}
