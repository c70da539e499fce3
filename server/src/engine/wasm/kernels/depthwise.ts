import { numbersAttribute } from '../../../compiler/operations/attributes';
import { windowsOf } from '../../../compiler/operations/windows';
import type { Block } from '../wasmBackend';
import { geometryBlock } from './geometry';
import { type Kernel, type KernelCall, inputAt } from './kernel';

/** DepthwiseConv2dNative. */
export const depthwiseKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const filter = inputAt(call, 1);
  const geometry = geometryOf(call, x.shape, filter.shape);
  const y = call.backend.allocate([x.shape[0] ?? 0, ...geometry.output, geometry.filters], 'float32');
  const { own, pointer } = call.backend;
  own.depthwise(pointer(geometry.block), pointer(x), pointer(filter), pointer(y));
  call.backend.free(geometry.block);
  return [y];
};

/** DepthwiseConv2dNativeBackpropFilter from (x, dy). */
export const depthwiseFilterGradientKernel: Kernel = (call) => {
  const x = inputAt(call, 0);
  const dy = inputAt(call, 1);
  const filter = numbersAttribute(call.operation.attributes, 'filter_size');
  const geometry = geometryOf(call, x.shape, filter);
  const gradient = call.backend.allocate(filter, 'float32');
  const { own, pointer } = call.backend;
  own.depthwiseFilterGradient(pointer(geometry.block), pointer(x), pointer(dy), pointer(gradient));
  call.backend.free(geometry.block);
  return [gradient];
};

/** DepthwiseConv2dNativeBackpropInput from (filter, dy). */
export const depthwiseInputGradientKernel: Kernel = (call) => {
  const filter = inputAt(call, 0);
  const dy = inputAt(call, 1);
  const shape = [dy.shape[0] ?? 0, ...numbersAttribute(call.operation.attributes, 'input_size')];
  const geometry = geometryOf(call, shape, filter.shape);
  const gradient = call.backend.allocate(shape, 'float32');
  const { own, pointer } = call.backend;
  own.depthwiseInputGradient(pointer(geometry.block), pointer(dy), pointer(filter), pointer(gradient));
  call.backend.free(geometry.block);
  return [gradient];
};

function geometryOf(
  call: KernelCall,
  x: readonly number[],
  filter: readonly number[],
): { readonly block: Block; readonly output: readonly number[]; readonly filters: number } {
  const windows = windowsOf(x.slice(1, -1), filter.slice(0, 2), call.operation.attributes);
  const channels = x.at(-1) ?? 0;
  const filters = channels * (filter.at(-1) ?? 1);
  const block = geometryBlock(call.backend, { batch: x[0] ?? 0, channels, filters }, windows);
  return { block, output: windows.output, filters };
}
