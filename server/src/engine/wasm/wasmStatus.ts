import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '@tensorflow/tfjs-backend-wasm/dist/version';
import { textOf } from '../runProblem';
import { ownKernelsFile, tfjsWasmFolder } from './wasmFiles';

export interface EngineStatus {
  readonly available: boolean;
  readonly version: string | null;
  /** Why it is not available. */
  readonly reason: string | null;
}

/** Whether the wasm engine can run: its binaries are there, and this Node compiles their SIMD code. */
export async function wasmStatus(): Promise<EngineStatus> {
  try {
    await access(join(tfjsWasmFolder(), 'tfjs-backend-wasm-simd.wasm'));
    await WebAssembly.compile(await readFile(ownKernelsFile()));
    return { available: true, version, reason: null };
  } catch (error) {
    return { available: false, version: null, reason: textOf(error) };
  }
}
