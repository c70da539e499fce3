import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';

/** What keeping a run asks of a file system, so that tests can let each single operation fail. */
export interface Disk {
  /** Makes a folder and those above it. */
  makeFolder(folder: string): Promise<void>;
  /** Writes a new file, or over an old one, until its bytes are on the medium. */
  write(file: string, content: Uint8Array | string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Brings the names of a folder to the medium. */
  syncFolder(folder: string): Promise<void>;
  /** Removes a file; an absent one is no error. */
  remove(file: string): Promise<void>;
  read(file: string): Promise<Uint8Array>;
  /** Bytes of a file. */
  size(file: string): Promise<number>;
  /** The names in a folder; none where there is no folder. */
  list(folder: string): Promise<readonly string[]>;
}

export const systemDisk: Disk = {
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true });
  },
  write: async (file, content) => {
    const handle = await open(file, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  rename,
  syncFolder: async (folder) => {
    // Windows opens no folders; there the rename is durable without it.
    if (process.platform === 'win32') return;
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: (file) => rm(file, { force: true }),
  read: async (file) => new Uint8Array(await readFile(file)),
  size: async (file) => (await stat(file)).size,
  list: (folder) => readdir(folder).catch(() => []),
};
