/** The files that a document may import, read as the language asks for them: inside the given folders, no further. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface FileHost {
  readFile(uri: string): string | undefined;
  resolve(fromUri: string, path: string): string | undefined;
}

/** Documents beyond this size are no model files. */
const sizeLimit = 16 * 1024 * 1024;

export function createFileHost(roots: readonly string[]): FileHost {
  const allowed = roots.map(realPath);
  return {
    readFile: (uri) => {
      const file = fromUri(uri);
      return file === undefined || !isInside(realPath(file), allowed) ? undefined : readText(file);
    },
    resolve: (from, path) => {
      const base = fromUri(from);
      if (base === undefined) return undefined;
      const target = resolve(dirname(base), path);
      return isInside(realPath(target), allowed) ? pathToFileURL(target).href : undefined;
    },
  };
}

/** A host that serves `stored` texts in place of files, and notes every text that it gives in `given`. */
export function withStoredFiles(
  host: FileHost,
  stored: Readonly<Record<string, string>>,
  given: Map<string, string>,
): FileHost {
  return {
    resolve: host.resolve,
    readFile: (uri) => {
      const text = (Object.hasOwn(stored, uri) ? stored[uri] : undefined) ?? host.readFile(uri);
      if (text !== undefined) given.set(uri, text);
      return text;
    },
  };
}

/** Whether a path, links followed, lies in one of the folders. */
function isInside(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(folder, path);
    return way === '' || (!way.startsWith('..') && !isAbsolute(way));
  });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What does not exist cannot be a link; its folder may be one.
    const parent = dirname(path);
    return parent === path ? path : resolve(realPath(parent), relative(parent, path));
  }
}

function readText(file: string): string | undefined {
  try {
    const state = statSync(file);
    return state.isFile() && state.size <= sizeLimit ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function fromUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
