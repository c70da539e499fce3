import { flagAttribute, numbersAttribute } from '../../../compiler/operations/attributes';
import { normalizeAxes, reducedShape } from '../../../compiler/operations/shapes';
import type { Block } from '../wasmBackend';
import { type Kernel, type KernelCall, inputAt, sizeOf } from './kernel';

/** Sum; down leading axes by our kernel, which reads the memory once in order, else by tfjs's. */
export const sumKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const axes = normalizeAxes(numbersAttribute(call.operation.attributes, 'axes'), x.shape.length);
  const leading = axes.length < x.shape.length && axes.every((axis, index) => axis === index);
  return [leading ? sumLeading(call, x, axes) : reduce(call, 'Sum')];
};

/** Mean, Max, Min and Prod by tfjs's kernels. */
export function reductionKernel(name: string): Kernel {
  return (call) => [reduce(call, name)];
}

/** BiasAddGrad: the sum over all axes but the last. */
export const biasAddGradientKernel: Kernel = (call) => {
  const { backend } = call;
  const dy = inputAt(call, 0);
  const columns = dy.shape.at(-1) ?? 0;
  const sums = backend.allocate([columns], 'float32');
  backend.own.sumColumns(sizeOf(dy) / columns, columns, backend.pointer(dy), backend.pointer(sums), backend.scratch);
  return [sums];
};

/** ReluGrad of (dy, y). */
export const reluGradientKernel: Kernel = (call) => {
  const { backend } = call;
  const [dy, y] = [inputAt(call, 0), inputAt(call, 1)];
  const dx = backend.allocate(dy.shape, 'float32');
  backend.own.reluGradient(sizeOf(dy), backend.pointer(dy), backend.pointer(y), backend.pointer(dx));
  return [dx];
};

/** ZerosLike. */
export const zerosLikeKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const y = call.backend.allocate(x.shape, x.dtype as 'float32');
  const size = x.dtype === 'bool' ? sizeOf(x) : 4 * sizeOf(x);
  call.backend.bytes({ ...y, shape: [size] }).fill(0);
  return [y];
};

function sumLeading(call: KernelCall, x: Block, axes: readonly number[]): Block {
  const { backend, operation } = call;
  const shape = reducedShape(x.shape, axes, flagAttribute(operation.attributes, 'keep_dims')).map((size) => size ?? 0);
  const sums = backend.allocate(shape, 'float32');
  const columns = sizeOf(sums);
  // The row of partial sums must fit into the scratch memory; a wider one is summed block by block by tfjs.
  if (columns > 100_000) {
    backend.free(sums);
    return reduce(call, 'Sum');
  }
  if (columns > 0)
    backend.own.sumColumns(sizeOf(x) / columns, columns, backend.pointer(x), backend.pointer(sums), backend.scratch);
  return sums;
}

function reduce(call: KernelCall, name: string): Block {
  const { attributes } = call.operation;
  const axis = [...numbersAttribute(attributes, 'axes')];
  // tfjs calls the axes of Max by another name than those of the others.
  const named = { axis, reductionIndices: axis, keepDims: flagAttribute(attributes, 'keep_dims') };
  return call.backend.kernel(name, { x: inputAt(call, 0) }, named);
}
