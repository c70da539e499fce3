import { systemDisk, type Disk } from '../../../server/src/engine/runs/disk';

export interface FailingDisk extends Disk {
  /** Changes asked for so far: the n-th fails, and all behind it where the machine has died. */
  readonly changes: () => number;
}

/**
 * A disk whose change number `failing` (from 1) fails with a code such as ENOSPC. With `dead` every later one fails
 * too, as after a crash: nothing is tidied up. A failed write leaves half of its content.
 */
export function failingDisk(failing: number, code: string, dead: boolean): FailingDisk {
  let changes = 0;
  const attempt = async (half: () => Promise<void>, whole: () => Promise<void>): Promise<void> => {
    changes += 1;
    if (changes !== failing && !(dead && changes > failing)) return whole();
    if (changes === failing) await half();
    throw Object.assign(new Error(`${code}: the ${changes}. change fails`), { code });
  };
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    ...systemDisk,
    changes: () => changes,
    makeFolder: (folder) => attempt(nothing, () => systemDisk.makeFolder(folder)),
    write: (file, content) =>
      attempt(
        () => systemDisk.write(file, content.slice(0, content.length / 2)),
        () => systemDisk.write(file, content),
      ),
    rename: (from, to) => attempt(nothing, () => systemDisk.rename(from, to)),
    syncFolder: (folder) => attempt(nothing, () => systemDisk.syncFolder(folder)),
    remove: (file) => attempt(nothing, () => systemDisk.remove(file)),
  };
}
