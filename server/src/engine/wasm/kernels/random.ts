import { numberAttribute, numbersAttribute } from '../../../compiler/operations/attributes';
import { type Kernel, inputAt } from './kernel';

/**
 * StatelessRandomUniformV2: of the draws of the whole batch, those of this thread's rows, so that a mask does not
 * depend on the number of threads.
 */
export const randomUniformKernel: Kernel = (call) => {
  const { backend, operation, collective } = call;
  const seed = backend.integers(inputAt(call, 1));
  const inner = numbersAttribute(operation.attributes, 'shape');
  const row = inner.reduce((product, size) => product * size, 1);
  const rows = inputAt(call, 0).shape[0] ?? 0;
  const [low = 0, high = 0] = seed;
  const y = backend.allocate([rows, ...inner], 'float32');
  const salt = numberAttribute(operation.attributes, 'salt');
  backend.own.uniform(low, high, salt, collective.firstRow * row, rows * row, backend.pointer(y));
  return [y];
};
