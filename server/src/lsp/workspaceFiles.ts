import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createFileHost } from '../engine/fileHost';
import type { DocumentFiles } from './environment';

/** Files of the workspace that the language reads: never outside of it, never anything but plain files. */
export class WorkspaceFiles implements DocumentFiles {
  private roots: readonly string[] = [];

  /** The folders of the workspace, as URIs. */
  setFolders(uris: readonly string[]): void {
    this.roots = uris.flatMap((uri) => realPath(pathOf(uri)) ?? []);
  }

  /** The folders that a document may read from: those of the workspace, else its own. */
  rootsFor(uri: string): readonly string[] {
    const path = pathOf(uri);
    const folder = path === undefined ? undefined : dirname(path);
    const real = realPath(folder) ?? folder;
    if (real !== undefined && this.roots.some((root) => isInside(root, real))) return this.roots;
    return real === undefined ? [] : [real];
  }

  /** The text of a file, or undefined when there is none that may be read. */
  read(uri: string): string | undefined {
    return createFileHost(this.rootsFor(uri)).readFile(uri);
  }

  /** A relative path from a document, as a URI; undefined when it leaves the workspace. */
  resolve(fromUri: string, path: string): string | undefined {
    return path === '' ? undefined : createFileHost(this.rootsFor(fromUri)).resolve(fromUri, path);
  }

  /** Every `.nn` file of the workspace, up to a limit; folders that hold no sources are skipped. */
  list(limit = 500): readonly string[] {
    const found: string[] = [];
    const pending = [...this.roots];
    for (let folder = pending.pop(); folder !== undefined && found.length < limit; folder = pending.pop()) {
      for (const entry of readFolder(folder)) {
        if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
          pending.push(join(folder, entry.name));
        if (entry.isFile() && entry.name.endsWith('.nn') && found.length < limit)
          found.push(pathToFileURL(join(folder, entry.name)).href);
      }
    }
    return found;
  }
}

/** The folder of a document on disk; undefined for documents that are not files. */
export function folderOf(uri: string): string | undefined {
  const path = pathOf(uri);
  return path === undefined ? undefined : dirname(path);
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

function realPath(path: string | undefined): string | undefined {
  try {
    return path === undefined ? undefined : realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
