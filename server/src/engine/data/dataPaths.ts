/** Paths that a document names: they start at its folder and stay inside the roots, links followed. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { didYouMean } from '../../language/diagnostics/didYouMean';
import { codeOf, textOf } from '../runProblem';
import { DataProblem } from './dataProblem';
import type { DataContext } from './dataSource';

export interface PathRequest {
  /** As the document writes it. */
  readonly path: string;
  /** The argument that names it. */
  readonly argument?: number | string;
  readonly kind: 'file' | 'folder' | 'either';
  /** Where it starts; the document's folder without it. */
  readonly from?: string;
}

/** The real path of a file or folder that a document names. Throws a DataProblem where there is none, or outside. */
export async function locatePath(request: PathRequest, context: DataContext): Promise<string> {
  const { path, argument, kind } = request;
  if (path === '' || path.includes('\0')) throw missing(request, undefined);
  const wanted = resolve(request.from ?? context.folder, path);
  let real: string;
  try {
    real = await realpath(wanted);
  } catch (error) {
    // A name that leaves the roots gets the same answer whether or not something is there.
    if (!(await isInside(await realParent(wanted), context))) throw outside(request);
    if (codeOf(error) === 'ENOENT') throw missing(request, await nearestName(wanted));
    throw unreadable(request, error);
  }
  if (!(await isInside(real, context))) throw outside(request);
  const state = await stat(real);
  if (!state.isFile() && !state.isDirectory()) throw notAFile(path, argument, 'It is a device, a socket or a pipe.');
  if (kind === 'file' && !state.isFile()) throw notAFile(path, argument, 'It is a folder.');
  if (kind === 'folder' && !state.isDirectory()) throw notAFolder(path, argument);
  return real;
}

/** Whether a real path lies in one of the roots. */
export async function isInside(real: string, context: DataContext): Promise<boolean> {
  for (const root of context.roots) {
    const folder = await realpath(root).catch(() => root);
    const way = relative(folder, real);
    if (way === '' || (way !== '..' && !way.startsWith('../') && !way.startsWith('..\\') && !isAbsolute(way)))
      return true;
  }
  return false;
}

async function realParent(path: string): Promise<string> {
  const parent = dirname(path);
  try {
    return await realpath(parent);
  } catch {
    return parent === path ? path : resolve(await realParent(parent), basename(parent));
  }
}

/** The name in the same folder that is spelled most alike. */
async function nearestName(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch((): string[] => []);
  return didYouMean(basename(path), names);
}

function missing(request: PathRequest, nearest: string | undefined): DataProblem {
  const { path, argument } = request;
  const folder = dirname(path);
  const suggestion = nearest === undefined ? undefined : folder === '.' ? nearest : `${folder}/${nearest}`;
  return new DataProblem('data/missing', {
    message: `There is no ${request.kind === 'folder' ? 'folder' : 'file'} ${path}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    reason: `${path} is taken from the folder of the document.`,
    nextStep: nearest === undefined ? 'Put it there, or correct the path.' : `Change it to ${nearest}.`,
    argument,
    suggestion,
  });
}

function outside({ path, argument }: PathRequest): DataProblem {
  return new DataProblem('data/outside', {
    message: `${path} lies outside the workspace`,
    reason: 'Data are read from the workspace alone, links followed.',
    nextStep: 'Move or copy the data into the workspace.',
    argument,
  });
}

function unreadable({ path, argument }: PathRequest, error: unknown): DataProblem {
  return new DataProblem('data/unreadable', {
    message: `${path} cannot be read`,
    reason: textOf(error),
    nextStep: 'Check the path and its permissions.',
    argument,
    error,
  });
}

function notAFile(path: string, argument: number | string | undefined, reason: string): DataProblem {
  return new DataProblem('data/not-a-file', {
    message: `${path} is not a file`,
    reason,
    nextStep: 'Name a regular file.',
    argument,
  });
}

function notAFolder(path: string, argument: number | string | undefined): DataProblem {
  return new DataProblem('data/not-a-folder', {
    message: `${path} is not a folder`,
    reason: 'It is a file.',
    nextStep: 'Name the folder that holds the files.',
    argument,
  });
}
