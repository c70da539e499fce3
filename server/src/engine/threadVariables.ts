import { availableParallelism } from 'node:os';

/** What TensorFlow and our kernels read once, when they load, and what changes the last bits of their results. */
const names = [
  'TF_NUM_INTRAOP_THREADS',
  'TF_NUM_INTEROP_THREADS',
  'TF_ENABLE_ONEDNN_OPTS',
  'SHAPEWRIGHT_KERNELS',
] as const;

/**
 * TensorFlow's threads: those inside an operation share the cores that the parts of a batch leave to each other, and
 * as many operations run at once as there are cores. What is set already stays, but for what a resumed run was started
 * with (`recorded`).
 */
export function setThreadVariables(parts: number, recorded: Readonly<Record<string, string>> = {}): void {
  for (const name of names) {
    const value = recorded[name];
    if (value !== undefined) process.env[name] = value;
  }
  const cores = availableParallelism();
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(Math.max(1, Math.floor(cores / parts)));
  process.env['TF_NUM_INTEROP_THREADS'] ??= String(cores);
}

/** The variables as they are now, for the record of a run. */
export function threadVariables(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
