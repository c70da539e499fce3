/** Keras 3's learning rate schedules (keras/src/optimizers/schedules); `step` counts batches from 0. */
import type { ArgumentValue, FunctionValue } from '../../language/layers/definition';

type Args = FunctionValue['args'];
type Schedule = (step: number, args: Args) => number;

const schedules: ReadonlyMap<string, Schedule> = new Map([
  ['ExponentialDecay', exponentialDecay],
  ['InverseTimeDecay', inverseTimeDecay],
  ['PolynomialDecay', polynomialDecay],
  ['PiecewiseConstantDecay', piecewiseConstantDecay],
  ['CosineDecay', cosineDecay],
  ['CosineDecayRestarts', cosineDecayRestarts],
]);

/** The rate that a number or a schedule gives at a step. Throws for what is neither. */
export function rateAt(rate: ArgumentValue | undefined, step: number): number {
  if (typeof rate === 'number') return rate;
  const schedule = isFunction(rate) ? schedules.get(rate.name) : undefined;
  if (!isFunction(rate) || schedule === undefined) throw new TypeError(`no learning rate: ${JSON.stringify(rate)}`);
  return schedule(step, rate.args);
}

export function isFunction(value: ArgumentValue | undefined): value is FunctionValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'function';
}

function exponentialDecay(step: number, args: Args): number {
  return number(args, 'initial_learning_rate') * number(args, 'decay_rate') ** progress(step, args);
}

function inverseTimeDecay(step: number, args: Args): number {
  return number(args, 'initial_learning_rate') / (1 + number(args, 'decay_rate') * progress(step, args));
}

function progress(step: number, args: Args): number {
  const share = step / number(args, 'decay_steps');
  return args['staircase'] === true ? Math.floor(share) : share;
}

function polynomialDecay(step: number, args: Args): number {
  const length = number(args, 'decay_steps');
  const end = number(args, 'end_learning_rate');
  const periods = args['cycle'] === true ? Math.max(1, Math.ceil(step / length)) : 1;
  const share = Math.min(step, length * periods) / (length * periods);
  return (number(args, 'initial_learning_rate') - end) * (1 - share) ** number(args, 'power') + end;
}

function piecewiseConstantDecay(step: number, args: Args): number {
  const boundaries = numbers(args, 'boundaries');
  const values = numbers(args, 'values');
  const passed = boundaries.findIndex((boundary) => step <= boundary);
  const value = values[passed < 0 ? boundaries.length : passed];
  if (value === undefined) throw new TypeError('PiecewiseConstantDecay needs one value more than boundaries');
  return value;
}

function cosineDecay(step: number, args: Args): number {
  const initial = number(args, 'initial_learning_rate');
  const length = number(args, 'decay_steps');
  const target = args['warmup_target'];
  const decay = (at: number, from: number): number => from * cosine(at / length, number(args, 'alpha'));
  if (typeof target !== 'number') return decay(Math.min(step, length), initial);
  const warmup = number(args, 'warmup_steps');
  if (step < warmup) return initial + ((target - initial) * step) / warmup;
  return decay(Math.min(step, length + warmup) - warmup, target);
}

function cosineDecayRestarts(step: number, args: Args): number {
  const growth = number(args, 't_mul');
  const share = step / number(args, 'first_decay_steps');
  const restarts = growth === 1 ? Math.floor(share) : Math.floor(Math.log(1 - share * (1 - growth)) / Math.log(growth));
  const before = growth === 1 ? restarts : (1 - growth ** restarts) / (1 - growth);
  const within = (share - before) / growth ** restarts;
  const alpha = number(args, 'alpha');
  const height = number(args, 'm_mul') ** restarts * 0.5 * (1 + Math.cos(Math.PI * within));
  return number(args, 'initial_learning_rate') * ((1 - alpha) * height + alpha);
}

function cosine(share: number, alpha: number): number {
  return (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)) + alpha;
}

function number(args: Args, name: string): number {
  const value = args[name];
  if (typeof value !== 'number') throw new TypeError(`the schedule needs a number for ${name}`);
  return value;
}

function numbers(args: Args, name: string): readonly number[] {
  const value = args[name];
  if (!Array.isArray(value)) throw new TypeError(`the schedule needs numbers for ${name}`);
  return value.filter((item): item is number => typeof item === 'number');
}
