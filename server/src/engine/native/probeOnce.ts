import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { cpus, hostname } from 'node:os';
import { dirname } from 'node:path';
import { cacheFolder } from '../cacheFolder';
import type { LibraryFiles } from './binding';
import { probeNative } from './probeNative';

/**
 * Runs `probeNative` where these native modules have not yet run a step on this machine with this Node: a probe takes a
 * good part of a second, which would stand before every training. Throws as `probeNative` does; a failure is not kept.
 */
export async function probeOnce(files: LibraryFiles): Promise<void> {
  const stamps = [files.bindingFile, files.kernelsFile].map(async (file) => {
    if (file === undefined) return 'none';
    const { size, mtimeMs } = await stat(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  const machine = [hostname(), cpus()[0]?.model ?? '', process.version, ...(await Promise.all(stamps))].join('\n');
  const key = createHash('sha256').update(machine).digest('hex');
  const file = cacheFolder('native-engine', 'probed', key);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return;
  const { version } = await probeNative(files);
  // A cache that cannot be written costs a probe the next time, nothing else.
  await mkdir(dirname(file), { recursive: true })
    .then(() => writeFile(file, `tensorflow ${version}\n`))
    .catch(() => undefined);
}
