import { channelMoments, normalizeChannels } from '../reference/batchNormalization';
import { flagAttribute, numberAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input, requireRank } from './shapes';

/**
 * Batch normalization of x [N, h, w, c] → y, mean [c], variance [c]. With `is_training` the inputs are x, scale,
 * offset, and mean and population variance (divided by n) are the batch's; without, the inputs end with mean and
 * variance, which are also outputs. Gradients flow through y alone, the batch's statistics included.
 */
export const FusedBatchNormV3: OperationDefinition = {
  name: 'FusedBatchNormV3',
  infer(inputs, attributes) {
    const x = requireRank(input(inputs, 0), 4);
    const channels = { dtype: 'float32', shape: [x[3] ?? null] } as const;
    const wanted = flagAttribute(attributes, 'is_training') ? 3 : 5;
    if (inputs.length !== wanted)
      throw new OperationError(`FusedBatchNormV3 needs ${wanted} inputs here, got ${inputs.length}`);
    for (const { shape } of inputs.slice(1)) {
      if (shape.length !== 1 || shape[0] !== x[3])
        throw new OperationError(`FusedBatchNormV3 cannot use ${describe(shape)} for ${describe(x)}`);
    }
    return [{ dtype: 'float32', shape: x }, channels, channels];
  },
  gradient(builder, { inputs, outputs: [, mean, variance], gradients: [dy], attributes }) {
    const [x, scale] = inputs;
    if (!x || !scale || !mean || !variance || !dy) return [];
    return builder.operation('FusedBatchNormGradV3', [dy, x, scale, mean, variance], attributes);
  },
  evaluate([x, scale, offset, givenMean, givenVariance], attributes) {
    if (!x || !scale || !offset) return [];
    const moments =
      givenMean && givenVariance ? { mean: givenMean.data, variance: givenVariance.data } : channelMoments(x);
    const epsilon = numberAttribute(attributes, 'epsilon');
    const y = normalizeChannels(x, { scale: scale.data, offset: offset.data, ...moments, epsilon });
    return [y, moments.mean, moments.variance];
  },
};
