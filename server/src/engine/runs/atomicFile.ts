import { basename, dirname, join } from 'node:path';
import { systemDisk, type Disk } from './disk';

/**
 * Writes a file so that at any moment either the old or the new content is there, also after a crash: a
 * temporary file in the same folder, fsync, rename, and fsync of the folder.
 */
export async function writeAtomically(
  file: string,
  content: Uint8Array | string,
  disk: Disk = systemDisk,
): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    await disk.write(temporary, content);
    await disk.rename(temporary, file);
  } catch (error) {
    // What is left of it is in nobody's way; the first error is the one to tell.
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  await disk.syncFolder(dirname(file));
}

/** Whether a name is that of an unfinished file, which a crash leaves behind. */
export function isUnfinished(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}
