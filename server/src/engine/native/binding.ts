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

/** What the native engine runs on. */
export interface NativeLibrary {
  readonly binding: Binding;
  /** The instruction set of our own kernels, or undefined where TensorFlow's do all. */
  readonly kernels: string | undefined;
}

export interface LibraryFiles {
  readonly bindingFile: string;
  readonly kernelsFile?: string | undefined;
}

/** An instruction set that is to be used where the processor has it, or `off`. */
const kernelsVariable = 'SHAPEWRIGHT_KERNELS';

/**
 * Loads the native module and, unless `SHAPEWRIGHT_KERNELS` is `off` or the processor lacks what they need, the
 * kernels beside it. Throws where one of them does not load.
 */
export function loadLibrary({ bindingFile, kernelsFile }: LibraryFiles): NativeLibrary {
  const binding = loadBinding(bindingFile);
  const wanted = kernelsFile !== undefined && process.env[kernelsVariable] !== 'off';
  const kernels = wanted ? loadKernels(kernelsFile) : undefined;
  // Told by a run's record, so that a resumed run computes alike.
  process.env[kernelsVariable] = kernels ?? 'off';
  return { binding, kernels };
}

/** Makes our convolutions operations of the TensorFlow that is loaded; the instruction set that they use. */
function loadKernels(file: string): string | undefined {
  const loaded: unknown = createRequire(import.meta.url)(file);
  if (typeof loaded !== 'object' || loaded === null || !('instructions' in loaded))
    throw new TypeError(`${file} is not the module of our kernels`);
  return typeof loaded.instructions === 'string' ? loaded.instructions : undefined;
}

/**
 * Loads the native module, and TensorFlow with it. tfjs-node's JavaScript is not needed for it, nor the functions
 * of `util` that it calls and that Node 23 has dropped. Throws where the library does not load.
 */
function loadBinding(file: string): Binding {
  // Its notes about the processor are no news to anyone; warnings and errors stay.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  const loaded: unknown = createRequire(import.meta.url)(file);
  if (!isBinding(loaded)) throw new TypeError(`${file} is not tfjs-node's native module`);
  return loaded;
}

function isBinding(value: unknown): value is Binding {
  return typeof value === 'object' && value !== null && 'runSavedModel' in value && 'TF_Version' in value;
}
