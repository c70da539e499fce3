import { join, resolve } from 'node:path';
import { RunProblem } from '../runProblem';
import type { DataContext } from './dataSource';
import { download, exists, type RemoteFile } from './download';

export interface WantedFile {
  /** As published, packed: `train-images-idx3-ubyte.gz`. */
  readonly name: string;
  readonly remote: RemoteFile;
}

/**
 * The path of a file of a published data set: in the folder that was named for it (packed or unpacked), in a
 * folder found on the way up (`nearby`), in the cache, or downloaded into the cache: from where it is published, or from
 * the mirror that was named in place of a folder.
 */
export async function locateFile(
  source: string,
  wanted: WantedFile,
  context: DataContext,
  nearby: readonly string[] = [],
): Promise<string> {
  const folder = context.dataFolders[source];
  const mirror = folder !== undefined && isAddress(folder) ? folder : undefined;
  if (folder !== undefined && mirror === undefined) return inFolder(source, wanted, folder);
  const cached = join(context.cacheFolder, source, wanted.name);
  for (const candidate of [cached, ...nearby.flatMap((place) => spellings(place, wanted))]) {
    if (await exists(candidate)) return candidate;
  }
  if (!context.allowDownload) throw notAllowed(source, wanted);
  const remote = mirror === undefined ? wanted.remote : { ...wanted.remote, url: addressIn(mirror, wanted.name) };
  await download(remote, cached, {
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    onProgress: (done, total) =>
      context.onProgress?.({ message: `Downloading ${wanted.name}`, done, total, unit: 'bytes' }),
  });
  return cached;
}

/** What a command line names for a source: a folder, from where it runs, or the address of a mirror. */
export function dataPlace(text: string): string {
  return isAddress(text) ? text : resolve(text);
}

function isAddress(folder: string): boolean {
  return /^https?:\/\//i.test(folder);
}

/** A mirror is named with or without a slash at its end. */
function addressIn(mirror: string, name: string): string {
  return new URL(name, mirror.endsWith('/') ? mirror : `${mirror}/`).href;
}

async function inFolder(source: string, wanted: WantedFile, folder: string): Promise<string> {
  for (const candidate of spellings(folder, wanted)) {
    if (await exists(candidate)) return candidate;
  }
  throw new RunProblem('data/missing', {
    message: `${unpackedName(wanted)} is missing in ${folder}`,
    reason: `The folder named for ${source} has neither ${wanted.name} nor ${unpackedName(wanted)}.`,
    nextStep: `Put the file there, or take the folder for ${source} out of shapewright.data.folders (--data-folder) to have it downloaded.`,
  });
}

function spellings(folder: string, wanted: WantedFile): readonly string[] {
  return [join(folder, unpackedName(wanted)), join(folder, wanted.name)];
}

function unpackedName(wanted: WantedFile): string {
  return wanted.name.replace(/\.gz$/, '');
}

function notAllowed(source: string, wanted: WantedFile): RunProblem {
  return new RunProblem('data/absent', {
    message: `${source} is not on this machine yet`,
    reason: `${wanted.name} (${megabytes(wanted.remote.size)}) would have to be downloaded, which nobody has asked for here.`,
    nextStep: `Download it (shapewright data fetch ${source}), or name a folder with the files in shapewright.data.folders.`,
  });
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;
}
