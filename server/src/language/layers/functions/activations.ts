/**
 * Keras 3's activations (keras/src/activations, TensorFlow back end), each with its arguments and its
 * primitive operations. One catalogue rather than a file each: most are a single line.
 */
import type { FunctionValue, ParameterDefinition } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { catalogue, functionValue, type FunctionDefinition } from './functionDefinition';
import { add, divide, maximum, minimum, multiply, scaleBy, select, subtract } from '../shared/arithmetic';
import { softmaxOver } from '../shared/lowerSoftmax';

export interface ActivationDefinition extends FunctionDefinition {
  /** Element by element unless the summary says otherwise; the shape stays. */
  readonly lower: (context: LoweringContext, value: Value, args: FunctionValue['args']) => Value;
}

type Lower = ActivationDefinition['lower'];

/** Applies an activation; `none` and `linear` give the value itself. `LoweringContext.activation` is this. */
export function lowerActivation(
  context: LoweringContext,
  value: Value,
  activation: string | FunctionValue | null,
): Value {
  if (activation === null) return value;
  const named = typeof activation === 'string' ? { name: activation, args: {} } : activation;
  const definition = activations.get(named.name);
  if (definition === undefined) throw new Error(`There is no activation called ${named.name}.`);
  return definition.lower(context, value, functionValue(definition, named.args).args);
}

function operation(name: string): Lower {
  return (context, value) => context.apply(name, [value]);
}

function activation(
  name: string,
  aliases: readonly string[],
  summary: string,
  lower: Lower,
  parameters: readonly ParameterDefinition[] = [],
): ActivationDefinition {
  return { name, aliases, summary, parameters, lower };
}

function float(name: string, value: number | null, summary: string, min?: number): ParameterDefinition {
  const type = {
    kind: 'float' as const,
    ...(min === undefined ? {} : { min }),
    ...(value === null ? { optional: true } : {}),
  };
  return { name, type, default: value, summary };
}

const axis: ParameterDefinition = {
  name: 'axis',
  type: { kind: 'integer' },
  default: -1,
  summary: 'The axis that sums to 1, the batch counted as 0.',
};

function argument(args: FunctionValue['args'], name: string): number {
  const value = args[name];
  if (typeof value !== 'number') throw new Error(`The activation's argument ${name} is not a number.`);
  return value;
}

/** keras.activations.relu: what is above the threshold, cut at the ceiling, less the slope below. */
const relu: Lower = (context, value, args) => {
  const slope = argument(args, 'negative_slope');
  const threshold = argument(args, 'threshold');
  const ceiling = typeof args['max_value'] === 'number' ? args['max_value'] : null;
  if (slope !== 0 && threshold === 0 && ceiling === null) return context.apply('LeakyRelu', [value], { alpha: slope });
  const positive = positivePart(context, value, threshold, ceiling);
  if (slope === 0) return positive;
  const below = context.apply('Relu', [subtract(context, context.constant(threshold), value)]);
  return subtract(context, positive, scaleBy(context, below, slope));
};

function positivePart(context: LoweringContext, value: Value, threshold: number, ceiling: number | null): Value {
  if (threshold === 0 && ceiling === 6) return context.apply('Relu6', [value]);
  const kept = threshold === 0 ? context.apply('Relu', [value]) : keepAbove(context, value, threshold);
  return ceiling === null ? kept : minimum(context, maximum(context, kept, 0), ceiling);
}

function keepAbove(context: LoweringContext, value: Value, threshold: number): Value {
  const above = context.apply('Greater', [value, context.constant(threshold)]);
  return select(context, above, value, context.constant(0));
}

/** ½x(1 + erf(x/√2)), or with tanh: ½x(1 + tanh(√(2/π)(x + 0.044715x³))). */
const gelu: Lower = (context, value, args) => {
  const inner =
    args['approximate'] === true
      ? context.apply('Tanh', [
          scaleBy(
            context,
            add(context, value, scaleBy(context, multiply(context, value, context.apply('Square', [value])), 0.044715)),
            Math.sqrt(2 / Math.PI),
          ),
        ])
      : context.apply('Erf', [scaleBy(context, value, Math.SQRT1_2)]);
  return multiply(context, scaleBy(context, value, 0.5), add(context, inner, 1));
};

const hardSigmoid: Lower = (context, value) => divide(context, context.apply('Relu6', [add(context, value, 3)]), 6);

const elu: Lower = (context, value, args) => {
  const alpha = argument(args, 'alpha');
  const unit = context.apply('Elu', [value]);
  if (alpha === 1) return unit;
  return select(context, context.apply('Greater', [value, context.constant(0)]), unit, scaleBy(context, unit, alpha));
};

const celu: Lower = (context, value, args) => {
  const alpha = argument(args, 'alpha');
  const negative = context.apply('Expm1', [divide(context, minimum(context, value, 0), alpha)]);
  return add(context, maximum(context, value, 0), scaleBy(context, negative, alpha));
};

const softShrink: Lower = (context, value, args) => {
  const threshold = argument(args, 'threshold');
  const above = context.apply('Greater', [value, context.constant(threshold)]);
  const below = context.apply('Less', [value, context.constant(-threshold)]);
  const inner = select(context, below, add(context, value, threshold), context.constant(0));
  return select(context, above, subtract(context, value, threshold), inner);
};

const hardShrink: Lower = (context, value, args) => {
  const outside = context.apply('Greater', [
    context.apply('Abs', [value]),
    context.constant(argument(args, 'threshold')),
  ]);
  return select(context, outside, value, context.constant(0));
};

const sparsePlus: Lower = (context, value) => {
  const low = context.apply('LessEqual', [value, context.constant(-1)]);
  const middle = context.apply('Less', [value, context.constant(1)]);
  const curve = scaleBy(context, context.apply('Square', [add(context, value, 1)]), 0.25);
  return select(context, low, context.constant(0), select(context, middle, curve, value));
};

export const activations = catalogue<ActivationDefinition>('activation', [
  activation('linear', ['Linear'], 'The value itself.', (_context, value) => value),
  activation('relu', ['ReLU'], 'max(x, 0).', relu, [
    float('negative_slope', 0, 'The slope below the threshold.', 0),
    float('max_value', null, 'The largest output.', 0),
    float('threshold', 0, 'Values up to it are damped.', 0),
  ]),
  activation('relu6', ['ReLU6'], 'min(max(x, 0), 6).', operation('Relu6')),
  activation(
    'leaky_relu',
    ['LeakyReLU'],
    'x where it is positive, a small slope below.',
    (context, value, args) => context.apply('LeakyRelu', [value], { alpha: argument(args, 'negative_slope') }),
    [float('negative_slope', 0.2, 'The slope below zero.')],
  ),
  activation('elu', ['ELU'], 'x where it is positive, alpha · (eˣ − 1) below.', elu, [
    float('alpha', 1, 'The limit below.'),
  ]),
  activation('selu', ['SELU'], 'ELU scaled so that activations keep mean 0 and variance 1.', operation('Selu')),
  activation('celu', ['CELU'], 'ELU with a continuous slope: alpha · (e^(x/alpha) − 1) below zero.', celu, [
    float('alpha', 1, 'The limit below.'),
  ]),
  activation('gelu', ['GELU'], 'x · Φ(x), Φ the normal distribution.', gelu, [
    {
      name: 'approximate',
      type: { kind: 'boolean' },
      default: false,
      summary: 'By tanh instead of the error function.',
    },
  ]),
  activation('silu', ['SiLU', 'swish', 'Swish'], 'x · sigmoid(x).', (context, value) =>
    multiply(context, value, context.apply('Sigmoid', [value])),
  ),
  activation('mish', ['Mish'], 'x · tanh(softplus(x)).', (context, value) =>
    multiply(context, value, context.apply('Tanh', [context.apply('Softplus', [value])])),
  ),
  activation('sigmoid', ['Sigmoid'], '1 / (1 + e⁻ˣ), between 0 and 1.', operation('Sigmoid')),
  activation('hard_sigmoid', ['HardSigmoid'], 'relu6(x + 3) / 6, a sigmoid of straight lines.', hardSigmoid),
  activation('hard_silu', ['HardSiLU', 'hard_swish', 'HardSwish'], 'x · hard_sigmoid(x).', (context, value, args) =>
    multiply(context, value, hardSigmoid(context, value, args)),
  ),
  activation('log_sigmoid', ['LogSigmoid'], 'log(sigmoid(x)).', (context, value) =>
    context.apply('Neg', [context.apply('Softplus', [context.apply('Neg', [value])])]),
  ),
  activation('sparse_sigmoid', ['SparseSigmoid'], '(x + 1) / 2 cut to 0…1.', (context, value) =>
    scaleBy(context, add(context, clip(context, value), 1), 0.5),
  ),
  activation(
    'softmax',
    ['Softmax'],
    'Shares that sum to 1 along the last axis.',
    (context, value, args) => softmaxOver(context, value, [argument(args, 'axis')], 'Softmax'),
    [axis],
  ),
  activation(
    'log_softmax',
    ['LogSoftmax'],
    'The logarithm of softmax.',
    (context, value, args) => softmaxOver(context, value, [argument(args, 'axis')], 'LogSoftmax'),
    [axis],
  ),
  activation('softplus', ['Softplus'], 'log(eˣ + 1), a smooth ReLU.', operation('Softplus')),
  activation('softsign', ['Softsign'], 'x / (|x| + 1).', operation('Softsign')),
  activation(
    'squareplus',
    ['Squareplus'],
    '(x + √(x² + b)) / 2, a smooth ReLU.',
    (context, value, args) => {
      const root = context.apply('Sqrt', [add(context, context.apply('Square', [value]), argument(args, 'b'))]);
      return scaleBy(context, add(context, value, root), 0.5);
    },
    [float('b', 4, 'How smooth it is.', 0)],
  ),
  activation('sparse_plus', ['SparsePlus'], '0 up to −1, (x + 1)² / 4 up to 1, then x.', sparsePlus),
  activation('tanh', ['Tanh'], 'The hyperbolic tangent, between −1 and 1.', operation('Tanh')),
  activation('tanh_shrink', ['TanhShrink'], 'x − tanh(x).', (context, value) =>
    subtract(context, value, context.apply('Tanh', [value])),
  ),
  activation('hard_tanh', ['HardTanh'], 'x cut to −1…1.', clip),
  activation('hard_shrink', ['HardShrink'], 'x where it is farther from 0 than the threshold, else 0.', hardShrink, [
    float('threshold', 0.5, 'The half width of what becomes 0.', 0),
  ]),
  activation('soft_shrink', ['SoftShrink'], 'x moved towards 0 by the threshold.', softShrink, [
    float('threshold', 0.5, 'How far it is moved.', 0),
  ]),
  activation('exponential', ['Exponential', 'exp'], 'e to the power of x.', operation('Exp')),
]);

function clip(context: LoweringContext, value: Value): Value {
  return minimum(context, maximum(context, value, -1), 1);
}
