import { numbersAttribute } from '../../../compiler/operations/attributes';
import { windowsOf } from '../../../compiler/operations/windows';
import { geometryBlock } from './geometry';
import { type Kernel, type KernelCall, inputAt } from './kernel';
import type { OwnKernels } from '../ownKernels';

/** A kind of convolution: how many channels its output has, and which of our kernels compute it. */
export interface WindowFamily {
  /** `filter` is the shape of the filter, whose last two sizes belong to channels. */
  filters(filter: readonly number[]): number;
  forward(own: OwnKernels, call: WindowPointers): void;
  filterGradient(own: OwnKernels, call: WindowPointers): void;
  inputGradient(own: OwnKernels, call: WindowPointers): void;
}

/** Where the operands of one call lie: its two inputs in the operation's order, and its result. */
export interface WindowPointers {
  readonly geometry: number;
  readonly a: number;
  readonly b: number;
  readonly result: number;
  readonly scratch: number;
}

/** (x, filter) → y. */
export function forwardKernel(family: WindowFamily): Kernel {
  return (call) => {
    const x = inputAt(call, 0).shape;
    const filter = inputAt(call, 1).shape;
    const output = windowsFor(call, x, filter).output;
    return run(call, family, { x, filter, result: [x[0] ?? 0, ...output, family.filters(filter)] }, family.forward);
  };
}

/** (x, dy) → the gradient of the filter, of `filter_size`. */
export function filterGradientKernel(family: WindowFamily): Kernel {
  return (call) => {
    const filter = numbersAttribute(call.operation.attributes, 'filter_size');
    return run(call, family, { x: inputAt(call, 0).shape, filter, result: filter }, family.filterGradient);
  };
}

/** (filter, dy) → the gradient of the input, of `input_size` behind the batch; also the transposed convolution. */
export function inputGradientKernel(family: WindowFamily): Kernel {
  return (call) => {
    const x = [inputAt(call, 1).shape[0] ?? 0, ...numbersAttribute(call.operation.attributes, 'input_size')];
    return run(call, family, { x, filter: inputAt(call, 0).shape, result: x }, family.inputGradient);
  };
}

function run(
  call: KernelCall,
  family: WindowFamily,
  shapes: { readonly x: readonly number[]; readonly filter: readonly number[]; readonly result: readonly number[] },
  compute: (own: OwnKernels, call: WindowPointers) => void,
): ReturnType<Kernel> {
  const { backend } = call;
  const { x, filter } = shapes;
  const sizes = { batch: x[0] ?? 0, channels: x.at(-1) ?? 0, filters: family.filters(filter) };
  const geometry = geometryBlock(backend, sizes, windowsFor(call, x, filter));
  const result = backend.allocate(shapes.result, 'float32');
  compute(backend.own, {
    geometry: backend.pointer(geometry),
    a: backend.pointer(inputAt(call, 0)),
    b: backend.pointer(inputAt(call, 1)),
    result: backend.pointer(result),
    scratch: backend.scratch,
  });
  backend.free(geometry);
  return [result];
}

function windowsFor(call: KernelCall, x: readonly number[], filter: readonly number[]): ReturnType<typeof windowsOf> {
  return windowsOf(x.slice(1, -1), filter.slice(0, -2), call.operation.attributes);
}
