import type { OperationAttributes } from '../../../language/layers/lowering';
import { numberAttribute } from '../../../compiler/operations/attributes';
import { type Kernel, inputAt } from './kernel';

/** Operations that tfjs's own wasm kernels do well, with their names there. */
export const tfjsKernels: readonly (readonly [operation: string, kernel: Kernel])[] = [
  ...['Abs', 'Neg', 'Exp', 'Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Square', 'Tanh', 'Sigmoid', 'Elu'].map(unary),
  ['Relu', unaryKernel('Relu')],
  ['Relu6', unaryKernel('Relu6')],
  ['LeakyRelu', unaryKernel('LeakyRelu', (attributes) => ({ alpha: numberAttribute(attributes, 'alpha') }))],
  ['AddV2', binaryKernel('Add')],
  ['Sub', binaryKernel('Sub')],
  ['Mul', binaryKernel('Multiply')],
  ['RealDiv', binaryKernel('RealDiv')],
  ['Maximum', binaryKernel('Maximum')],
  ['Minimum', binaryKernel('Minimum')],
  ['SquaredDifference', binaryKernel('SquaredDifference')],
];

function unary(name: string): readonly [string, Kernel] {
  return [name, unaryKernel(name)];
}

function unaryKernel(
  name: string,
  attributes: (from: OperationAttributes) => Record<string, unknown> = () => ({}),
): Kernel {
  return (call) => [call.backend.kernel(name, { x: inputAt(call, 0) }, attributes(call.operation.attributes))];
}

function binaryKernel(name: string): Kernel {
  return (call) => [call.backend.kernel(name, { a: inputAt(call, 0), b: inputAt(call, 1) })];
}
