/**
 * Keras 3's learning rate schedules as pure functions of the step, one catalogue since each is a formula
 * (keras/src/optimizers/schedules/learning_rate_schedule.py).
 */
import type { FunctionValue } from '../../language/layers/definition';
import { optimizers } from '../../language/model/train/optimizers';
import { schedules as catalogue } from '../../language/model/train/schedules';
import { functionArguments, type FunctionArguments } from '../functionArguments';

type Schedule = (step: number, args: FunctionArguments) => number;

/** The rate that is fed as `learning_rate` at a step (batches trained so far, from 0 on). */
export function learningRateAt(optimizer: FunctionValue, step: number): number {
  const args = functionArguments(optimizers, optimizer);
  const rate = args.value('learning_rate');
  if (typeof rate === 'number') return rate;
  if (isFunction(rate)) return scheduledRate(rate, step);
  throw new Error(`${args.name}: learning_rate must be a number or a schedule`);
}

/** The rate of a schedule at a step. */
export function scheduledRate(schedule: FunctionValue, step: number): number {
  const args = functionArguments(catalogue, schedule);
  const formula = formulas.get(args.name);
  if (formula === undefined) throw new Error(`there is no schedule ${args.name}`);
  return formula(step, args);
}

function isFunction(value: ReturnType<FunctionArguments['value']>): value is FunctionValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'function';
}

const elapsed = (step: number, args: FunctionArguments): number => {
  const share = step / args.number('decay_steps');
  return args.flag('staircase') ? Math.floor(share) : share;
};

const exponentialDecay: Schedule = (step, args) =>
  args.number('initial_learning_rate') * args.number('decay_rate') ** elapsed(step, args);

const inverseTimeDecay: Schedule = (step, args) =>
  args.number('initial_learning_rate') / (1 + args.number('decay_rate') * elapsed(step, args));

const polynomialDecay: Schedule = (step, args) => {
  const [first, last, length] = [
    args.number('initial_learning_rate'),
    args.number('end_learning_rate'),
    args.number('decay_steps'),
  ];
  const cycles = args.flag('cycle') && step > 0 ? Math.ceil(step / length) : 1;
  const share = args.flag('cycle') ? step / (length * cycles) : Math.min(step, length) / length;
  return (first - last) * (1 - share) ** args.number('power') + last;
};

const piecewiseConstantDecay: Schedule = (step, args) => {
  const place = args.numbers('boundaries').findIndex((boundary) => step <= boundary);
  const rate = args.numbers('values').at(place);
  if (rate === undefined) throw new Error('PiecewiseConstantDecay needs one value more than boundaries');
  return rate;
};

const cosineDecay: Schedule = (step, args) => {
  const [initial, length] = [args.number('initial_learning_rate'), args.number('decay_steps')];
  const target = args.optional('warmup_target');
  if (target === null) return initial * halfCosine(Math.min(step, length) / length, args.number('alpha'));
  const warmup = args.number('warmup_steps');
  if (step < warmup) return initial + (target - initial) * (step / warmup);
  return target * halfCosine(Math.min(step - warmup, length) / length, args.number('alpha'));
};

const cosineDecayRestarts: Schedule = (step, args) => {
  const [growth, shrink, alpha] = [args.number('t_mul'), args.number('m_mul'), args.number('alpha')];
  const periods = step / args.number('first_decay_steps');
  const restarts =
    growth === 1 ? Math.floor(periods) : Math.floor(Math.log(1 - periods * (1 - growth)) / Math.log(growth));
  const start = growth === 1 ? restarts : (1 - growth ** restarts) / (1 - growth);
  const share = growth === 1 ? periods - start : (periods - start) / growth ** restarts;
  const cosine = 0.5 * shrink ** restarts * (1 + Math.cos(Math.PI * share));
  return args.number('initial_learning_rate') * ((1 - alpha) * cosine + alpha);
};

function halfCosine(share: number, alpha: number): number {
  return (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)) + alpha;
}

const formulas: ReadonlyMap<string, Schedule> = new Map([
  ['ExponentialDecay', exponentialDecay],
  ['InverseTimeDecay', inverseTimeDecay],
  ['PolynomialDecay', polynomialDecay],
  ['PiecewiseConstantDecay', piecewiseConstantDecay],
  ['CosineDecay', cosineDecay],
  ['CosineDecayRestarts', cosineDecayRestarts],
]);
