import { availableParallelism } from 'node:os';
import { version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import type { Engine } from '../backend';
import { createWorkerSession } from './workerPool';

/** More threads than this gain little: the sums that they exchange grow with their number. */
const MOST_THREADS = 8;

/** The engine that needs no installation: tfjs's wasm back end and our own kernels, on several threads. */
export function createWasmEngine(): Promise<Engine> {
  return Promise.resolve({
    name: 'wasm',
    version,
    load: (program, options) => {
      const threads = options.threads ?? Math.min(MOST_THREADS, availableParallelism());
      return createWorkerSession(program, options.variables, threads);
    },
  });
}
