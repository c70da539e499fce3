import { flag, float, integer, type FunctionDefinition, type FunctionParameter } from './functionDefinition';

const initial: FunctionParameter = {
  name: 'initial_learning_rate',
  type: { kind: 'float', min: 0 },
  summary: 'The learning rate at the start.',
};
const decaySteps: FunctionParameter = {
  name: 'decay_steps',
  type: { kind: 'integer', min: 1 },
  summary: 'The number of training steps that the decay is spread over.',
};
const decayRate: FunctionParameter = { name: 'decay_rate', type: { kind: 'float' }, summary: 'The rate of the decay.' };
const staircase = flag('staircase', false, 'Decays in whole intervals.');

/** Keras's learning rate schedules; they count training steps (batches). */
export const schedules: readonly FunctionDefinition[] = [
  {
    name: 'ExponentialDecay',
    aliases: [],
    summary: 'Multiplies the rate by decay_rate every decay_steps.',
    parameters: [initial, decaySteps, decayRate, staircase],
  },
  {
    name: 'InverseTimeDecay',
    aliases: [],
    summary: 'Divides the rate by 1 + decay_rate · step / decay_steps.',
    parameters: [initial, decaySteps, decayRate, staircase],
  },
  {
    name: 'PolynomialDecay',
    aliases: [],
    summary: 'Falls to the end rate along a power of the remaining share.',
    parameters: [
      initial,
      decaySteps,
      float('end_learning_rate', 0.0001, 'The rate at the end.', 0),
      float('power', 1, 'The power; 1 is a straight line.'),
      flag('cycle', false, 'Begins anew beyond decay_steps.'),
    ],
  },
  {
    name: 'PiecewiseConstantDecay',
    aliases: [],
    summary: 'One rate up to each boundary.',
    parameters: [
      { name: 'boundaries', type: { kind: 'numbers' }, summary: 'Training steps at which the rate changes.' },
      { name: 'values', type: { kind: 'numbers' }, summary: 'The rates, one more than boundaries.' },
    ],
  },
  {
    name: 'CosineDecay',
    aliases: [],
    summary: 'Falls along half a cosine, after a warm-up if asked.',
    parameters: [
      initial,
      decaySteps,
      float('alpha', 0, 'The smallest rate as a share of the first.', 0, 1),
      float('warmup_target', null, 'The rate that the warm-up climbs to.', 0),
      integer('warmup_steps', 0, 'The number of warm-up steps.'),
    ],
  },
  {
    name: 'CosineDecayRestarts',
    aliases: [],
    summary: 'Cosine decay that begins anew, each period longer by t_mul.',
    parameters: [
      initial,
      { name: 'first_decay_steps', type: { kind: 'integer', min: 1 }, summary: 'The length of the first period.' },
      float('t_mul', 2, 'How much longer each period is.', 0),
      float('m_mul', 1, 'How much of the first rate each period starts from.', 0),
      float('alpha', 0, 'The smallest rate as a share of the first.', 0, 1),
    ],
  },
];
