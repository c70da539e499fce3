import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { announce } from './announce.mjs';

/**
 * Fills a folder of the cache once: in a folder beside it that takes its name when all is there, so that
 * a broken-off installation is never taken for a whole one.
 *
 * @param {string} what for people
 * @param {string} folder
 * @param {(folder: string) => Promise<void>} install gets the folder to fill, a private npm project
 */
export async function installOnce(what, folder, install) {
  if (existsSync(folder)) return;
  const partial = `${folder}.partial-${process.pid}`;
  await announce(`installing ${what}`, async () => {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await writeFile(`${partial}/package.json`, '{ "private": true }\n');
    try {
      await install(partial);
      await mkdir(dirname(folder), { recursive: true });
      await rename(partial, folder);
    } catch (error) {
      // Another process may have been faster: its installation is as good as ours.
      if (!existsSync(folder)) throw error;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
}
