import { elementCount, formatShape, type Shape, type Size } from '../../model/shape';
import type { LayerArguments, LayerDefinition } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { flagOf, functionOf, knownFlag, numberOf } from '../readers';
import { fails, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { activation, integer, useBias, weightParameters } from '../shared/parameters';
import { reshapeTo, sizesBehindBatch } from '../shared/reshape';
import { biasWeights, trainableWeight } from '../shared/weights';

/** keras/src/layers/core/dense.py: acts on the last axis, whatever stands before it. */
export const Dense: LayerDefinition = {
  name: 'Dense',
  aliases: [],
  category: 'core',
  summary: 'Connects every input feature with every unit: activation(x · kernel + bias) over the last axis.',
  parameters: [
    integer('units', 'The number of output features.', 1),
    activation,
    useBias,
    ...weightParameters(['kernel']),
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => {
    if (input.length > 0) return gives([...input.slice(0, -1), unitsOf(args)]);
    const message = `Dense needs at least one axis, got ${formatShape(input)}`;
    return fails({ code: 'rank', message, input: 0, fixes: [{ kind: 'insert-before', call: 'Reshape((1))' }] });
  },
  weights: ([input = []], args) => [
    trainableWeight('kernel', [features(input), unitsOf(args)], args),
    ...biasWeights(unitsOf(args), args),
  ],
  parameterFormula: ([input = []], args) => {
    const rows = features(input) ?? '?';
    return `${flagOf(args, 'use_bias') === false ? rows : `(${rows} + 1)`}·${unitsOf(args) ?? '?'}`;
  },
  macs: ([input = []], output) => elementCount([...output, features(input)]),
  // Over a sequence or an image Dense is a convolution of size 1; over a vector it sees everything.
  receptiveField: ([input = []]) =>
    input.length <= 1 ? 'whole' : input.slice(0, -1).map(() => ({ size: 1, stride: 1, dilation: 1, before: 0 })),
  lower: (context, inputs, args) => {
    const product = multiplyLastAxis(context, onlyInput(inputs));
    const biased = knownFlag(args, 'use_bias') ? context.apply('BiasAdd', [product, context.weight('bias')]) : product;
    return context.activation(biased, functionOf(args, 'activation') ?? null);
  },
};

function multiplyLastAxis(context: LoweringContext, input: Value): Value {
  const kernel = context.weight('kernel');
  const attributes = { transpose_a: false, transpose_b: false };
  if (input.shape.length === 2) return context.apply('MatMul', [input, kernel], attributes);
  const sizes = sizesBehindBatch(input);
  const rows = reshapeTo(context, input, sizes.slice(-1));
  const units = kernel.shape[1] ?? 1;
  return reshapeTo(context, context.apply('MatMul', [rows, kernel], attributes), [...sizes.slice(0, -1), units]);
}

function unitsOf(args: LayerArguments): Size {
  return numberOf(args, 'units') ?? null;
}

function features(input: Shape): Size {
  return input.at(-1) ?? null;
}
