import type { Size } from '../../model/shape';
import type { LayerArguments, LayerDefinition } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { flagOf, functionOf, knownFlag, knownNumber, numberOf } from '../readers';
import { add, scaleBy } from '../shared/arithmetic';
import { isAxis, positiveAxis } from '../shared/axes';
import { axisProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { flag, float, initializer, parameter } from '../shared/parameters';
import { reshapeTo, sizesBehindBatch } from '../shared/reshape';
import { namedInitializer } from '../shared/weights';
import { affineWeights } from './affine';
import { betaAndGamma, centerAndScale, epsilon } from './normalizationParameters';

/** keras/src/layers/normalization/batch_normalization.py, without renorm. */
export const BatchNormalization: LayerDefinition = {
  name: 'BatchNormalization',
  aliases: [],
  category: 'normalization',
  summary: 'Gives each channel mean 0 and variance 1 over the batch; outside training by moving averages.',
  parameters: [
    parameter('axis', { kind: 'integer' }, -1, 'The axis of the channels, the batch counted as 0.'),
    float('momentum', 'How much of the moving averages stays at each step.', 0.99),
    epsilon,
    ...centerAndScale,
    ...betaAndGamma.initializers,
    initializer('moving_mean', 'zeros'),
    initializer('moving_variance', 'ones'),
    ...betaAndGamma.penalties,
    { ...flag('synchronized', false, 'Kept for Keras; statistics always cover the whole batch.'), keywordOnly: true },
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => axisProblem('BatchNormalization', input, args) ?? gives(input),
  weights: ([input = []], args) => {
    const shape = [channelsOf(input, args)];
    const moving = (name: string, start: string) => ({
      name,
      shape,
      initializer: functionOf(args, `${name}_initializer`) ?? namedInitializer(start),
      trainable: false,
    });
    return [...affineWeights(shape, args), moving('moving_mean', 'zeros'), moving('moving_variance', 'ones')];
  },
  parameterFormula: ([input = []], args) => {
    const count = 2 + (flagOf(args, 'scale') === false ? 0 : 1) + (flagOf(args, 'center') === false ? 0 : 1);
    return `${count}·${channelsOf(input, args) ?? '?'}`;
  },
  macs: ([input = []]) =>
    input.reduce<Size>((total, size) => (total === null || size === null ? null : total * size), 1),
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const axis = positiveAxis(knownNumber(args, 'axis'), input.shape.length);
    const perm = toLast(axis, input.shape.length);
    const last = perm === undefined ? input : context.apply('Transpose', [input], { perm });
    const normalized = normalizeChannels(context, last, args);
    return perm === undefined ? normalized : context.apply('Transpose', [normalized], { perm: inverse(perm) });
  },
};

function channelsOf(input: readonly Size[], args: LayerArguments): Size {
  const axis = numberOf(args, 'axis');
  if (typeof axis !== 'number' || !isAxis(axis, input.length + 1)) return null;
  return input[positiveAxis(axis, input.length + 1) - 1] ?? null;
}

/** The order of axes that brings `axis` to the end, or undefined when it stands there. */
function toLast(axis: number, rank: number): readonly number[] | undefined {
  if (axis === rank - 1) return undefined;
  return [...Array.from({ length: rank }, (_, index) => index).filter((index) => index !== axis), axis];
}

function inverse(perm: readonly number[]): readonly number[] {
  return perm.map((_, index) => perm.indexOf(index));
}

/** FusedBatchNormV3 over four axes, whatever the input has; the moving averages take its biased variance. */
function normalizeChannels(context: LoweringContext, input: Value, args: LayerArguments): Value {
  const channels = input.shape.at(-1) ?? 1;
  const gamma = knownFlag(args, 'scale')
    ? context.weight('gamma')
    : context.constant(new Array<number>(channels).fill(1), [channels]);
  const beta = knownFlag(args, 'center')
    ? context.weight('beta')
    : context.constant(new Array<number>(channels).fill(0), [channels]);
  const mean = context.weight('moving_mean');
  const variance = context.weight('moving_variance');
  const sizes = sizesBehindBatch(input);
  const places = sizes.slice(0, -1).reduce((total, size) => total * size, 1);
  const image = sizes.length === 3 ? input : reshapeTo(context, input, [1, places, channels]);
  // A frozen layer runs as outside training (Keras's rule for this layer).
  const training = context.training && flagOf(args, 'trainable') !== false;
  const attributes = { epsilon: knownNumber(args, 'epsilon'), is_training: training };
  if (training) context.needWholeBatch();
  const outputs = context.operation(
    'FusedBatchNormV3',
    [image, gamma, beta, ...(training ? [] : [mean, variance])],
    attributes,
  );
  const [normalized, batchMean, batchVariance] = outputs;
  if (normalized === undefined || batchMean === undefined || batchVariance === undefined)
    throw new Error('FusedBatchNormV3 gives three outputs.');
  if (training) {
    const momentum = knownNumber(args, 'momentum');
    context.update('moving_mean', movingAverage(context, mean, batchMean, momentum));
    context.update('moving_variance', movingAverage(context, variance, batchVariance, momentum));
  }
  return sizes.length === 3 ? normalized : reshapeTo(context, normalized, sizes);
}

function movingAverage(context: LoweringContext, moving: Value, current: Value, momentum: number): Value {
  return add(context, scaleBy(context, moving, momentum), scaleBy(context, current, 1 - momentum));
}
