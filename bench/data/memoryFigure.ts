import { spawn } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cacheFolder } from '../../server/src/engine/cacheFolder';
import { processMemory } from './processMemory';

/** Prints the memory of a training on 1,000 photographs of 427 x 640, which are 820 MB of pixels. */
export async function memoryFigure(folder: string): Promise<void> {
  const photographs = resolve('server/src/engine/data/photographs');
  for (const name of ['china', 'flower']) {
    await mkdir(join(folder, 'photos', name), { recursive: true });
    for (let copy = 0; copy < 500; copy += 1)
      await copyFile(join(photographs, `${name}.jpg`), join(folder, 'photos', name, `${copy}.jpg`));
  }
  const model = join(folder, 'photos.nn');
  await copyFile(resolve('bench/data/photos.nn'), model);
  // The pixels go into a cache of the bench's own; the native engine stays where it is.
  const cache = join(folder, 'training-cache');
  await mkdir(cache);
  await symlink(cacheFolder('native-engine'), join(cache, 'native-engine'));
  const child = spawn(process.execPath, [resolve('dist/cli.js'), 'train', model, '--json'], {
    cwd: folder,
    env: { ...process.env, SHAPEWRIGHT_CACHE: cache },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { peak, steady } = await processMemory(child);
  console.log(
    `memory of a training on 1,000 photographs (820 MB of pixels): ${megabytes(steady)} while it trains, at most ${megabytes(peak)} (at most 600)`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
