import type { FunctionValue } from '../language/layers/definition';
import type { Program, Variable, VariableInitializer } from './program';
import { orthogonalMatrix } from './orthogonal';
import { PhiloxStream } from './philoxStream';

/** The start value of a variable, in the layout of the engines' tensors. */
export interface InitialValue {
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** The start values of all variables: the same for the same seed, on every engine. */
export function initialVariables(program: Program, seed: number): Map<string, InitialValue> {
  return new Map(program.variables.map((variable) => [variable.name, initialValue(variable, seed)]));
}

/**
 * A layer's initializer for a weight of `shape`, its formula resolved to draws. Keras's rules: fans of a
 * convolution kernel include its receptive field; a truncated normal that stands for a variance is widened by
 * 1/0.87962566103423978; fans of vectors are their length.
 */
export function resolveInitializer(
  initializer: FunctionValue,
  shape: readonly number[],
  salt: number,
): VariableInitializer {
  const number = (name: string, otherwise: number): number => {
    const value = initializer.args[name];
    return typeof value === 'number' ? value : otherwise;
  };
  const own = initializer.args['seed'];
  const drawn = (name: string, args: { readonly [name: string]: number }): VariableInitializer => ({
    kind: 'random',
    name,
    args: typeof own === 'number' ? { ...args, seed: own } : args,
    salt,
  });
  const scaling = variancePresets.get(initializer.name);
  if (scaling !== undefined) return varianceScaling(scaling, shape, drawn);
  switch (initializer.name) {
    case 'zeros':
      return { kind: 'constant', value: 0 };
    case 'ones':
      return { kind: 'constant', value: 1 };
    case 'constant':
      return { kind: 'constant', value: number('value', 0) };
    case 'random_uniform':
      return drawn('uniform', { minval: number('minval', -0.05), maxval: number('maxval', 0.05) });
    case 'random_normal':
      return drawn('normal', { mean: number('mean', 0), stddev: number('stddev', 0.05) });
    case 'truncated_normal':
      return drawn('truncated_normal', { mean: number('mean', 0), stddev: number('stddev', 0.05) });
    case 'orthogonal':
      return drawn('orthogonal', { gain: number('gain', 1) });
    case 'identity':
      return drawn('identity', { gain: number('gain', 1) });
    case 'variance_scaling': {
      const word = (name: string, otherwise: string): string => {
        const value = initializer.args[name];
        return typeof value === 'string' ? value : otherwise;
      };
      const [mode, distribution] = [word('mode', 'fan_in'), word('distribution', 'truncated_normal')];
      return varianceScaling({ scale: number('scale', 1), mode, distribution }, shape, drawn);
    }
    default:
      throw new Error(`there is no initializer ${initializer.name}`);
  }
}

interface Scaling {
  readonly scale: number;
  readonly mode: string;
  readonly distribution: string;
}

const variancePresets: ReadonlyMap<string, Scaling> = new Map([
  ['glorot_uniform', { scale: 1, mode: 'fan_avg', distribution: 'uniform' }],
  ['glorot_normal', { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' }],
  ['he_uniform', { scale: 2, mode: 'fan_in', distribution: 'uniform' }],
  ['he_normal', { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }],
  ['lecun_uniform', { scale: 1, mode: 'fan_in', distribution: 'uniform' }],
  ['lecun_normal', { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' }],
]);

/** The standard deviation of a standard normal cut at two deviations. */
const truncatedDeviation = 0.87962566103423978;

function varianceScaling(
  { scale, mode, distribution }: Scaling,
  shape: readonly number[],
  drawn: (name: string, args: { readonly [name: string]: number }) => VariableInitializer,
): VariableInitializer {
  const { fanIn, fanOut } = fans(shape);
  const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
  const variance = scale / Math.max(1, fan);
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    return drawn('uniform', { minval: -limit, maxval: limit });
  }
  if (distribution === 'untruncated_normal') return drawn('normal', { mean: 0, stddev: Math.sqrt(variance) });
  return drawn('truncated_normal', { mean: 0, stddev: Math.sqrt(variance) / truncatedDeviation });
}

function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return { fanIn: (shape.at(-2) ?? 1) * field, fanOut: (shape.at(-1) ?? 1) * field };
}

function initialValue({ dtype, shape, initializer }: Variable, seed: number): InitialValue {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
  if (initializer.kind === 'constant') data.fill(initializer.value);
  else if (initializer.kind === 'values') data.set(initializer.values);
  else fillRandomly(data, shape, initializer, seed);
  return { dtype, shape, data };
}

function fillRandomly(
  data: Float32Array | Int32Array,
  shape: readonly number[],
  { name, args, salt }: VariableInitializer & { kind: 'random' },
  seed: number,
): void {
  const number = (key: string): number => Number(args[key] ?? 0);
  const stream = new PhiloxStream(typeof args['seed'] === 'number' ? args['seed'] : seed, salt);
  switch (name) {
    case 'uniform': {
      const [low, high] = [number('minval'), number('maxval')];
      fill(data, () => low + (high - low) * stream.uniform());
      return;
    }
    case 'normal':
      fill(data, () => number('mean') + number('stddev') * stream.normal());
      return;
    case 'truncated_normal':
      fill(data, () => number('mean') + number('stddev') * stream.truncatedNormal());
      return;
    case 'orthogonal': {
      const columns = shape.at(-1) ?? 1;
      data.set(
        orthogonalMatrix(data.length / columns, columns, () => stream.normal()).map((value) => value * number('gain')),
      );
      return;
    }
    case 'identity': {
      const columns = shape.at(-1) ?? 1;
      for (let place = 0; place < data.length; place += columns + 1) data[place] = number('gain');
      return;
    }
    default:
      throw new Error(`there is no draw ${name}`);
  }
}

function fill(data: Float32Array | Int32Array, draw: () => number): void {
  for (let index = 0; index < data.length; index++) data[index] = draw();
}
