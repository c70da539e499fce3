import type { OperationDefinition } from './definition';
import { input, known } from './shapes';

/** The sum over all axes but the last: the gradient of a bias. */
export const BiasAddGrad: OperationDefinition = {
  name: 'BiasAddGrad',
  infer(inputs) {
    const { dtype, shape } = input(inputs, 0);
    return [{ dtype, shape: [known(shape, shape.length - 1)] }];
  },
  evaluate([dy], _, [output]) {
    const result = new Float64Array(output?.shape[0] ?? 0);
    dy?.data.forEach((value, index) => (result[index % result.length] = (result[index % result.length] ?? 0) + value));
    return [result];
  },
};
