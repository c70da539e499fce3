import { availableParallelism } from 'node:os';

/**
 * TensorFlow's threads, which it reads once when it loads: one a part where the batch is cut into parts that the
 * cores take side by side, else all inside the operations. What is set already stays.
 */
export function setThreadVariables(separable: boolean): void {
  const cores = String(availableParallelism());
  process.env['TF_NUM_INTRAOP_THREADS'] ??= separable ? '1' : cores;
  process.env['TF_NUM_INTEROP_THREADS'] ??= separable ? cores : '1';
}
