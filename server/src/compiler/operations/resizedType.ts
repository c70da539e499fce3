import type { OperationAttributes } from '../../language/layers/lowering';
import type { TensorType } from '../program';
import { numbersAttribute } from './attributes';
import { input, requireRank } from './shapes';

/** [N, h, w, c] with the height and width of the attribute `size`. */
export function resizedType(inputs: readonly TensorType[], attributes: OperationAttributes): readonly TensorType[] {
  const [batch = null, , , channels = null] = requireRank(input(inputs, 0), 4);
  return [{ dtype: 'float32', shape: [batch, ...numbersAttribute(attributes, 'size').slice(0, 2), channels] }];
}
