import * as tf from '@tensorflow/tfjs-core';
import { type BackendWasm, setWasmPaths, version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import { readFile } from 'node:fs/promises';
import { type OwnKernels, instantiateOwnKernels } from './ownKernels';
import { ownKernelsFile, tfjsWasmFolder } from './wasmFiles';

export type Block = tf.TensorInfo;

/** The memory and the kernels of one wasm instance. One thread has one. */
export interface WasmBackend {
  readonly version: string;
  readonly own: OwnKernels;
  /** Scratch memory as large as our kernels want. */
  readonly scratch: number;
  /** Uninitialized memory for a tensor; uint8 and bool are a byte an element and called `bool` here. */
  allocate(shape: readonly number[], dtype: 'float32' | 'int32' | 'bool'): Block;
  /** The same memory under another shape; counted, so each of the two must be freed. */
  share(block: Block, shape: readonly number[]): Block;
  free(block: Block): void;
  /** Where the values start in the memory. */
  pointer(block: Block): number;
  /** A view of the values. It dies when the memory grows: take it after all allocations. */
  floats(block: Block): Float32Array;
  integers(block: Block): Int32Array;
  bytes(block: Block): Uint8Array;
  /** Runs a kernel of tfjs by its name. */
  kernel(name: string, inputs: Readonly<Record<string, Block>>, attributes?: Readonly<Record<string, unknown>>): Block;
  /** Blocks that are not freed yet; for the tests that nothing leaks. */
  liveBlocks(): number;
}

let loading: Promise<WasmBackend> | undefined;

/** Loads tfjs's wasm back end with our kernels beside it, once a thread. */
export function loadWasmBackend(): Promise<WasmBackend> {
  loading ??= load();
  return loading;
}

async function load(): Promise<WasmBackend> {
  setWasmPaths(`${tfjsWasmFolder()}/`);
  if (!(await tf.setBackend('wasm')))
    throw new Error('The wasm back end did not start: this Node has no WebAssembly SIMD.');
  // tfjs gives the back end that was set by name; its types know it as any back end.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  const backend = tf.backend() as BackendWasm;
  const memory = (backend.wasm as unknown as { readonly asm: { readonly memory: WebAssembly.Memory } }).asm.memory;
  const malloc = (backend.wasm as unknown as { readonly _malloc: (bytes: number) => number })._malloc;
  const own = await instantiateOwnKernels(await readFile(ownKernelsFile()), memory);
  const scratch = malloc(own.scratchBytes());
  const pointer = (block: Block): number => backend.dataIdMap.get(block.dataId).memoryOffset;
  const count = (block: Block): number => block.shape.reduce((product, size) => product * size, 1);
  return {
    version,
    own,
    scratch,
    allocate: (shape, dtype) => backend.makeOutput([...shape], dtype),
    share(block, shape) {
      backend.incRef(block.dataId);
      return { dataId: block.dataId, dtype: block.dtype, shape: [...shape] };
    },
    free: (block) => void backend.disposeData(block.dataId),
    pointer,
    floats: (block) => new Float32Array(memory.buffer, pointer(block), count(block)),
    integers: (block) => new Int32Array(memory.buffer, pointer(block), count(block)),
    bytes: (block) => new Uint8Array(memory.buffer, pointer(block), count(block)),
    kernel(name, inputs, attributes = {}) {
      // Its types promise a kernel for any name.
      const kernel = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
      if (kernel === undefined) throw new Error(`tfjs's wasm back end has no kernel ${name}.`);
      const attrs = attributes as unknown as tf.NamedAttrMap;
      const output = kernel.kernelFunc({ inputs, attrs, backend });
      return Array.isArray(output) ? (output[0] as Block) : output;
    },
    liveBlocks: () => backend.numDataIds(),
  };
}
