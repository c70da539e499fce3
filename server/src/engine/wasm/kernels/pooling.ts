import { numbersAttribute } from '../../../compiler/operations/attributes';
import { windowsOf } from '../../../compiler/operations/windows';
import type { Block } from '../wasmBackend';
import { geometryBlock } from './geometry';
import { type Kernel, type KernelCall, inputAt } from './kernel';

/** MaxPool and MaxPool3D. */
export const maxPoolKernel: Kernel = (call) =>
  forward(call, (geometry, x, y) => call.backend.own.maxPool(geometry, x, y));

/** AvgPool and AvgPool3D. */
export const averagePoolKernel: Kernel = (call) =>
  forward(call, (geometry, x, y) => call.backend.own.averagePool(geometry, x, y));

/** MaxPoolGrad and MaxPool3DGrad from (x, y, dy). */
export const maxPoolGradientKernel: Kernel = (call) => {
  const { backend } = call;
  const x = inputAt(call, 0);
  const geometry = geometryOf(call, x.shape);
  const gradient = backend.allocate(x.shape, 'float32');
  const found = backend.allocate([x.shape.at(-1) ?? 0], 'float32');
  const [y, dy] = [inputAt(call, 1), inputAt(call, 2)].map(backend.pointer) as [number, number];
  backend.own.maxPoolGradient(
    backend.pointer(geometry.block),
    backend.pointer(x),
    y,
    dy,
    backend.pointer(gradient),
    backend.pointer(found),
  );
  backend.free(geometry.block);
  backend.free(found);
  return [gradient];
};

/** AvgPoolGrad and AvgPool3DGrad from dy; `input_size` are the sizes behind the batch axis. */
export const averagePoolGradientKernel: Kernel = (call) => {
  const { backend } = call;
  const dy = inputAt(call, 0);
  const shape = [dy.shape[0] ?? 0, ...numbersAttribute(call.operation.attributes, 'input_size')];
  const geometry = geometryOf(call, shape);
  const gradient = backend.allocate(shape, 'float32');
  backend.own.averagePoolGradient(backend.pointer(geometry.block), backend.pointer(dy), backend.pointer(gradient));
  backend.free(geometry.block);
  return [gradient];
};

function forward(call: KernelCall, run: (geometry: number, x: number, y: number) => void): readonly Block[] {
  const x = inputAt(call, 0);
  const geometry = geometryOf(call, x.shape);
  const y = call.backend.allocate([x.shape[0] ?? 0, ...geometry.output, x.shape.at(-1) ?? 0], 'float32');
  run(call.backend.pointer(geometry.block), call.backend.pointer(x), call.backend.pointer(y));
  call.backend.free(geometry.block);
  return [y];
}

function geometryOf(
  call: KernelCall,
  x: readonly number[],
): { readonly block: Block; readonly output: readonly number[] } {
  const { attributes } = call.operation;
  const windows = windowsOf(x.slice(1, -1), numbersAttribute(attributes, 'ksize'), attributes);
  const channels = x.at(-1) ?? 0;
  const block = geometryBlock(call.backend, { batch: x[0] ?? 0, channels, filters: channels }, windows);
  return { block, output: windows.output };
}
