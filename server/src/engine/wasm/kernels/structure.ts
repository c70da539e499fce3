import { stridesOf } from '../../../compiler/operations/shapes';
import { numberAttribute, numbersAttribute, textAttribute } from '../../../compiler/operations/attributes';
import type { Block, WasmBackend } from '../wasmBackend';
import { type Kernel, inputAt, sizeOf } from './kernel';

/** Identity and StopGradient: the same memory. */
export const identityKernel: Kernel = (call) => [call.backend.share(inputAt(call, 0), inputAt(call, 0).shape)];

/** Reshape; −1 in its shape is the batch. */
export const reshapeKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const shape = numbersAttribute(call.operation.attributes, 'shape');
  const known = shape.reduce((product, size) => (size < 0 ? product : product * size), 1);
  return [
    call.backend.share(
      x,
      shape.map((size) => (size < 0 ? sizeOf(x) / Math.max(1, known) : size)),
    ),
  ];
};

/** Cast between bytes, whole numbers and floats; a float becomes a whole number by dropping its fraction. */
export const castKernel: Kernel = (call) => {
  const { backend } = call;
  const x = inputAt(call, 0);
  const target = textAttribute(call.operation.attributes, 'dtype');
  const dtype = target === 'uint8' ? 'bool' : (target as 'float32' | 'int32' | 'bool');
  if (x.dtype === dtype && target !== 'bool') return [backend.share(x, x.shape)];
  const y = backend.allocate(x.shape, dtype);
  const to = valuesOf(backend, y);
  const from = valuesOf(backend, x);
  for (let i = 0; i < to.length; i++) {
    const value = from[i] ?? 0;
    to[i] = target === 'bool' ? Number(value !== 0) : dtype === 'float32' ? value : Math.trunc(value);
  }
  return [y];
};

/** Transpose. */
export const transposeKernel: Kernel = (call) => {
  const { backend } = call;
  const x = inputAt(call, 0);
  const perm = numbersAttribute(call.operation.attributes, 'perm');
  const strides = stridesOf(x.shape);
  return [
    gather(
      backend,
      x,
      perm.map((axis) => x.shape[axis] ?? 1),
      perm.map((axis) => strides[axis] ?? 0),
      0,
    ),
  ];
};

/** BroadcastTo the shape of the second input. */
export const broadcastKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const { shape } = inputAt(call, 1);
  const strides = stridesOf(x.shape);
  const missing = shape.length - x.shape.length;
  const steps = shape.map((_, axis) => ((x.shape[axis - missing] ?? 1) === 1 ? 0 : (strides[axis - missing] ?? 0)));
  return [gather(call.backend, x, shape, steps, 0)];
};

/** Slice; a size of −1 reaches to the end. */
export const sliceKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const begin = numbersAttribute(call.operation.attributes, 'begin');
  const size = numbersAttribute(call.operation.attributes, 'size');
  const shape = x.shape.map((length, axis) => {
    const wanted = size[axis] ?? -1;
    return wanted < 0 ? length - (begin[axis] ?? 0) : wanted;
  });
  const strides = stridesOf(x.shape);
  const start = strides.reduce((sum, stride, axis) => sum + stride * (begin[axis] ?? 0), 0);
  return [gather(call.backend, x, shape, strides, start)];
};

/** Reverse along some axes. */
export const reverseKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const axes = numbersAttribute(call.operation.attributes, 'axes').map((axis) =>
    axis < 0 ? axis + x.shape.length : axis,
  );
  const strides = stridesOf(x.shape);
  const start = axes.reduce((sum, axis) => sum + ((x.shape[axis] ?? 1) - 1) * (strides[axis] ?? 0), 0);
  const steps = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
  return [gather(call.backend, x, x.shape, steps, start)];
};

/** ConcatV2. */
export const concatKernel: Kernel = (call) => {
  const { backend, inputs } = call;
  const first = inputAt(call, 0);
  const rank = first.shape.length;
  const axis = (numberAttribute(call.operation.attributes, 'axis') + rank) % rank;
  const shape = first.shape.map((size, at) =>
    at === axis ? inputs.reduce((sum, block) => sum + (block.shape[axis] ?? 0), 0) : size,
  );
  const y = backend.allocate(shape, first.dtype as 'float32');
  const to = valuesOf(backend, y);
  const sources = inputs.map((block) => ({ values: valuesOf(backend, block), run: runLength(block, axis) }));
  const rows = shape.slice(0, axis).reduce((product, size) => product * size, 1);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const { values, run } of sources) {
      to.set(values.subarray(row * run, (row + 1) * run), at);
      at += run;
    }
  }
  return [y];
};

/** Split into equal parts. */
export const splitKernel: Kernel = (call) => {
  const { backend } = call;
  const x = inputAt(call, 0);
  const rank = x.shape.length;
  const axis = (numberAttribute(call.operation.attributes, 'axis') + rank) % rank;
  const parts = numberAttribute(call.operation.attributes, 'num');
  const shape = x.shape.map((size, at) => (at === axis ? size / parts : size));
  const strides = stridesOf(x.shape);
  return Array.from({ length: parts }, (_, part) =>
    gather(backend, x, shape, strides, part * (shape[axis] ?? 0) * (strides[axis] ?? 0)),
  );
};

/** Pad with zeros: before and behind, axis by axis. */
export const padKernel: Kernel = (call) => {
  const { backend } = call;
  const x = inputAt(call, 0);
  const paddings = numbersAttribute(call.operation.attributes, 'paddings');
  const shape = x.shape.map((size, axis) => size + (paddings[2 * axis] ?? 0) + (paddings[2 * axis + 1] ?? 0));
  const y = backend.allocate(shape, 'float32');
  const to = backend.floats(y).fill(0);
  const from = backend.floats(x);
  const strides = stridesOf(shape);
  const run = x.shape.at(-1) ?? 1;
  const outer = x.shape.slice(0, -1);
  const index = outer.map(() => 0);
  for (let at = 0; at < from.length; at += run) {
    let offset = paddings[2 * outer.length] ?? 0;
    for (let axis = 0; axis < outer.length; axis++)
      offset += ((index[axis] ?? 0) + (paddings[2 * axis] ?? 0)) * (strides[axis] ?? 0);
    to.set(from.subarray(at, at + run), offset);
    advance(index, outer);
  }
  return [y];
};

/** BatchPart: rows ⌊N·i/P⌋ … ⌊N·(i+1)/P⌋. */
export const batchPartKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const index = numberAttribute(call.operation.attributes, 'index');
  const count = numberAttribute(call.operation.attributes, 'count');
  const batch = x.shape[0] ?? 0;
  const from = Math.floor((batch * index) / count);
  const to = Math.floor((batch * (index + 1)) / count);
  const strides = stridesOf(x.shape);
  return [gather(call.backend, x, [to - from, ...x.shape.slice(1)], strides, from * (strides[0] ?? 0))];
};

/** BatchSize: the rows of the tensor. */
export const batchSizeKernel: Kernel = (call) => {
  const y = call.backend.allocate([], 'float32');
  call.backend.floats(y)[0] = inputAt(call, 0).shape[0] ?? 0;
  return [y];
};

/** CrossReplicaSum: added up over the threads that share the batch. */
export const crossReplicaSumKernel: Kernel = (call) => {
  const { backend, collective } = call;
  const x = inputAt(call, 0);
  if (collective.count === 1) return [backend.share(x, x.shape)];
  const y = backend.allocate(x.shape, 'float32');
  const sums = backend.floats(y);
  sums.set(backend.floats(x));
  collective.sum(sums);
  return [y];
};

/** The values of a block as they are typed. */
export function valuesOf(backend: WasmBackend, block: Block): Float32Array | Int32Array | Uint8Array {
  if (block.dtype === 'float32') return backend.floats(block);
  return block.dtype === 'int32' ? backend.integers(block) : backend.bytes(block);
}

/** y[i, j, …] = x[start + i·steps₀ + j·steps₁ + …]. */
function gather(
  backend: WasmBackend,
  x: Block,
  shape: readonly number[],
  steps: readonly number[],
  start: number,
): Block {
  const y = backend.allocate(shape, x.dtype as 'float32');
  const to = valuesOf(backend, y);
  const from = valuesOf(backend, x);
  const run = shape.at(-1) ?? 1;
  const step = steps.at(-1) ?? 1;
  const outer = shape.slice(0, -1);
  const index = outer.map(() => 0);
  let offset = start;
  for (let at = 0; at < to.length; at += run) {
    if (step === 1) to.set(from.subarray(offset, offset + run), at);
    else for (let i = 0; i < run; i++) to[at + i] = from[offset + i * step] ?? 0;
    offset = start;
    advance(index, outer);
    for (let axis = 0; axis < index.length; axis++) offset += (index[axis] ?? 0) * (steps[axis] ?? 0);
  }
  return y;
}

function advance(index: number[], shape: readonly number[]): void {
  for (let axis = index.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    if (next < (shape[axis] ?? 0)) {
      index[axis] = next;
      return;
    }
    index[axis] = 0;
  }
}

function runLength(block: Block, axis: number): number {
  return block.shape.slice(axis).reduce((product, size) => product * size, 1);
}
