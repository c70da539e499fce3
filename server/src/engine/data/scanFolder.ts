/** What lies in a folder of images: names, sizes and times, nothing read. */
import { lstatSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RunProblem } from '../runProblem';
import { nextTurn } from '../training/nextTurn';
import { DataProblem, oversizedFile } from './dataProblem';
import { isInside } from './dataPaths';
import type { DataContext } from './dataSource';
import { imageName } from './formats/imageFile';

export interface ScannedFile {
  /** The real path. */
  readonly path: string;
  /** From the folder that was scanned, with slashes. */
  readonly name: string;
  readonly size: number;
  /** Milliseconds. */
  readonly modified: number;
}

/** A folder of more entries is refused: it is no set of images. */
const entryLimit = 4_000_000;
const depthLimit = 16;
/** Milliseconds after which a scan lets the language server's other work go first. */
const sliceLimit = 4;

/** All images below a folder, by name. Hidden entries are left out; what leaves the roots or is no file is a problem. */
export async function scanImages(folder: string, context: DataContext): Promise<readonly ScannedFile[]> {
  const found: ScannedFile[] = [];
  let slice = performance.now();
  const visit = async (current: string, depth: number): Promise<void> => {
    if (depth > depthLimit) throw oversizedFile(current, `Folders are nested more than ${depthLimit} deep.`);
    for (const entry of await readdir(current, { withFileTypes: true })) {
      if (performance.now() - slice > sliceLimit) {
        await nextTurn();
        slice = performance.now();
      }
      context.signal?.throwIfAborted();
      if (entry.name.startsWith('.')) continue;
      const path = join(current, entry.name);
      if (found.length > entryLimit) throw oversizedFile(folder, `It has more than ${entryLimit} files.`);
      if (entry.isDirectory()) await visit(path, depth + 1);
      else if (entry.isSymbolicLink() && !imageName.test(entry.name)) await visitLink(path, depth);
      else if (imageName.test(entry.name)) found.push(await describeFile(path, folder, context));
    }
  };
  const visitLink = async (path: string, depth: number): Promise<void> => {
    const target = await stat(path).catch(() => undefined);
    if (target?.isDirectory() !== true) return;
    if (!(await isInside(await realpath(path), context))) throw linksOut(path);
    await visit(path, depth + 1);
  };
  await visit(folder, 0);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folders right below one, by name. */
export async function subfolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  const folders = await Promise.all(
    visible.map(
      async (entry) =>
        entry.isDirectory() ||
        (entry.isSymbolicLink() &&
          (await stat(join(folder, entry.name)).catch(() => undefined))?.isDirectory() === true),
    ),
  );
  return visible
    .filter((_, index) => folders[index])
    .map(({ name }) => name)
    .sort();
}

/** One image that a table or a folder names; `folder` is what its name starts from. */
export async function describeFile(path: string, folder: string, context: DataContext): Promise<ScannedFile> {
  // At a tenth of the cost of asking in the background; a folder has tens of thousands of files.
  const own = lstatSync(path);
  const real = own.isSymbolicLink() ? await realLink(path, context) : path;
  const state = real === path ? own : await stat(real);
  if (!state.isFile()) {
    throw new RunProblem('data/not-a-file', {
      message: `${path} is not a file`,
      reason: state.isDirectory() ? 'It is a folder with the name of an image.' : 'It is a device, a socket or a pipe.',
      nextStep: 'Take it out of the folder.',
    });
  }
  return { path: real, name: relative(folder, path).split(sep).join('/'), size: state.size, modified: state.mtimeMs };
}

async function realLink(path: string, context: DataContext): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) {
    throw new RunProblem('data/missing', {
      message: `${path} links to nothing`,
      reason: 'What the link names is not there.',
      nextStep: 'Remove the link.',
    });
  }
  if (!(await isInside(real, context))) throw linksOut(path);
  return real;
}

function linksOut(path: string): DataProblem {
  return new DataProblem('data/outside', {
    message: `${path} leads out of the workspace`,
    reason: 'It is a link to a place outside, and data are read from the workspace alone.',
    nextStep: 'Copy what it links to into the folder.',
  });
}
