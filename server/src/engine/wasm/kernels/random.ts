import { numberAttribute, numbersAttribute } from '../../../compiler/operations/attributes';
import { uniformDraws } from '../../../compiler/philox';
import { type Kernel, inputAt } from './kernel';

/**
 * StatelessRandomUniformV2: the draws of the whole batch, of which a thread takes those of its rows, so that a
 * mask does not depend on the number of threads.
 */
export const randomUniformKernel: Kernel = (call) => {
  const { backend, operation, collective } = call;
  const like = inputAt(call, 0);
  const seed = backend.integers(inputAt(call, 1));
  const inner = numbersAttribute(operation.attributes, 'shape');
  const row = inner.reduce((product, size) => product * size, 1);
  const rows = like.shape[0] ?? 0;
  const skip = collective.firstRow * row;
  const draws = uniformDraws([seed[0] ?? 0, seed[1] ?? 0], numberAttribute(operation.attributes, 'salt'), skip + rows * row);
  const y = backend.allocate([rows, ...inner], 'float32');
  backend.floats(y).set(draws.subarray(skip));
  return [y];
};
