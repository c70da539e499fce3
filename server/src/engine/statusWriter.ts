import { writeRunStatus, type RunStatus } from './runs/runRecord';

/** Keeps `status.json` at the newest state; of states that follow each other faster than the disk the last wins. */
export interface StatusWriter {
  set(change: Partial<RunStatus>): void;
  /** The newest state is on disk. */
  settled(): Promise<void>;
}

export function createStatusWriter(file: string, initial: RunStatus): StatusWriter {
  let status = initial;
  let dirty = false;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    try {
      while (dirty) {
        dirty = false;
        await writeRunStatus(file, status);
      }
    } catch {
      // A status that cannot be written is no reason to lose the training; the checkpoints will tell.
      dirty = false;
    } finally {
      writing = undefined;
    }
  };
  return {
    set: (change) => {
      status = { ...status, ...change };
      dirty = true;
      writing ??= write();
    },
    settled: async () => {
      while (writing !== undefined) await writing;
    },
  };
}
