import { batchNormalizationGradients } from '../reference/batchNormalization';
import { flagAttribute, numberAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { input } from './shapes';

/** dy, x, scale, mean, variance (both as FusedBatchNormV3 gave them) → dx, dscale, doffset. */
export const FusedBatchNormGradV3: OperationDefinition = {
  name: 'FusedBatchNormGradV3',
  infer: (inputs) => [input(inputs, 1), input(inputs, 2), input(inputs, 2)],
  evaluate([dy, x, scale, mean, variance], attributes) {
    if (!dy || !x || !scale || !mean || !variance) return [];
    return batchNormalizationGradients(dy.data, x.data, {
      scale: scale.data,
      mean: mean.data,
      variance: variance.data,
      epsilon: numberAttribute(attributes, 'epsilon'),
      training: flagAttribute(attributes, 'is_training'),
    });
  },
};
