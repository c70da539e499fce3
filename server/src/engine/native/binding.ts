import { createRequire } from 'node:module';

/** The part that we use of tfjs-node's native module (dist/tfjs_binding.d.ts): sessions over saved models. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_UINT8: number;
  /** Lends the memory of `data` to TensorFlow until `deleteTensor`. */
  createTensor(shape: readonly number[], type: number, data: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(id: number): void;
  /** A copy of the values. */
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /** Names of nodes parted by commas. Blocks until all is done. */
  runSavedModel(id: number, tensors: readonly number[], inputs: string, outputs: string): readonly TensorInfo[];
}

export interface TensorInfo {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/**
 * Loads the native module, and TensorFlow with it. tfjs-node's JavaScript is not needed for it, nor the functions
 * of `util` that it calls and that Node 23 has dropped. Throws where the library does not load.
 */
export function loadBinding(file: string): Binding {
  // Its notes about the processor are no news to anyone; warnings and errors stay.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  const loaded: unknown = createRequire(import.meta.url)(file);
  if (!isBinding(loaded)) throw new TypeError(`${file} is not tfjs-node's native module`);
  return loaded;
}

function isBinding(value: unknown): value is Binding {
  return typeof value === 'object' && value !== null && 'runSavedModel' in value && 'TF_Version' in value;
}
