import { availableParallelism } from 'node:os';

/** What TensorFlow reads once, when it loads, and what changes the last bits of its results. */
const names = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'TF_ENABLE_ONEDNN_OPTS'] as const;

/**
 * TensorFlow's threads: one a part where the batch is cut into parts that the cores take side by side, else all
 * inside the operations. What is set already stays, but for what a resumed run was started with (`recorded`).
 */
export function setThreadVariables(separable: boolean, recorded: Readonly<Record<string, string>> = {}): void {
  for (const name of names) {
    const value = recorded[name];
    if (value !== undefined) process.env[name] = value;
  }
  const cores = String(availableParallelism());
  process.env['TF_NUM_INTRAOP_THREADS'] ??= separable ? '1' : cores;
  process.env['TF_NUM_INTEROP_THREADS'] ??= separable ? cores : '1';
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
