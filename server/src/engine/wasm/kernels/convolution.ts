import { numbersAttribute } from '../../../compiler/operations/attributes';
import { windowsOf } from '../../../compiler/operations/windows';
import type { Block } from '../wasmBackend';
import { geometryBlock } from './geometry';
import { type Kernel, type KernelCall, inputAt } from './kernel';

/** Conv2D and Conv3D. */
export const convolutionKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const filter = inputAt(call, 1);
  const geometry = geometryOf(call, x.shape, filter.shape);
  const y = call.backend.allocate([x.shape[0] ?? 0, ...geometry.output, filter.shape.at(-1) ?? 0], 'float32');
  const { own, pointer, scratch } = call.backend;
  own.convolution(pointer(geometry.block), pointer(x), pointer(filter), pointer(y), scratch);
  call.backend.free(geometry.block);
  return [y];
};

/** Conv2DBackpropFilter and its like in three dimensions: the gradient of the filter from (x, dy). */
export const convolutionFilterGradientKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const dy = inputAt(call, 1);
  const filter = numbersAttribute(call.operation.attributes, 'filter_size');
  const geometry = geometryOf(call, x.shape, filter);
  const gradient = call.backend.allocate(filter, 'float32');
  const { own, pointer, scratch } = call.backend;
  own.convolutionFilterGradient(pointer(geometry.block), pointer(x), pointer(dy), pointer(gradient), scratch);
  call.backend.free(geometry.block);
  return [gradient];
};

/** Conv2DBackpropInput and its like: the gradient of the input, or a transposed convolution, from (filter, dy). */
export const convolutionInputGradientKernel: Kernel = (call) => {
  const filter = inputAt(call, 0);
  const dy = inputAt(call, 1);
  const shape = [dy.shape[0] ?? 0, ...numbersAttribute(call.operation.attributes, 'input_size')];
  const geometry = geometryOf(call, shape, filter.shape);
  const gradient = call.backend.allocate(shape, 'float32');
  const { own, pointer, scratch } = call.backend;
  own.convolutionInputGradient(pointer(geometry.block), pointer(dy), pointer(filter), pointer(gradient), scratch);
  call.backend.free(geometry.block);
  return [gradient];
};

function geometryOf(
  call: KernelCall,
  x: readonly number[],
  filter: readonly number[],
): { readonly block: Block; readonly output: readonly number[] } {
  const windows = windowsOf(x.slice(1, -1), filter.slice(0, -2), call.operation.attributes);
  const sizes = { batch: x[0] ?? 0, channels: x.at(-1) ?? 0, filters: filter.at(-1) ?? 0 };
  return { block: geometryBlock(call.backend, sizes, windows), output: windows.output };
}
