import { uniformDraws } from '../philox';
import { numberAttribute, numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { input } from './shapes';

/**
 * Uniform float32 draws in [0, 1) of shape [N, …`shape`]: like (whose rows are counted), seed int32 [2]. Philox with
 * alg=1: the key is the seed's two words as one uint64 (low first), the counter [0, `salt`].
 */
export const StatelessRandomUniformV2: OperationDefinition = {
  name: 'StatelessRandomUniformV2',
  infer: (inputs, attributes) => [
    { dtype: 'float32', shape: [input(inputs, 0).shape[0] ?? null, ...numbersAttribute(attributes, 'shape')] },
  ],
  evaluate([, seed], attributes, [output]) {
    const count = output?.shape.reduce((product, size) => product * size, 1) ?? 0;
    const words = [seed?.data[0] ?? 0, seed?.data[1] ?? 0] as const;
    return [Float64Array.from(uniformDraws(words, numberAttribute(attributes, 'salt'), count))];
  },
};
