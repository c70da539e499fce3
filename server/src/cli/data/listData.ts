import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../engine/cacheFolder';
import { sources } from '../../language/data/sources';
import type { CommandOutput } from '../command';
import type { DataOptions } from '../data';

/** The sources of the language, and for published ones whether their files are in the cache. */
export async function listData({ json, dataFolders }: DataOptions, { out }: CommandOutput): Promise<void> {
  for (const { name, summary, parameters } of sources) {
    const folder = join(cacheFolder('data'), name);
    const files = (await readdir(folder).catch((): string[] => [])).filter((file) => !/\.(partial|lock)$/.test(file));
    const place = Object.hasOwn(dataFolders, name) ? dataFolders[name] : files.length > 0 ? folder : undefined;
    if (json) {
      out.write(
        `${JSON.stringify({ source: name, summary, parameters: parameters.map((parameter) => parameter.name), folder: place ?? null })}\n`,
      );
      continue;
    }
    out.write(`${name.padEnd(20)} ${summary}\n${place === undefined ? '' : `${' '.repeat(21)}in ${place}\n`}`);
  }
}
