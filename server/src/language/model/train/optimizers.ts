import { flag, float, type FunctionDefinition, type FunctionParameter } from './functionDefinition';

function learningRate(value: number): FunctionParameter {
  return {
    name: 'learning_rate',
    type: { kind: 'rate' },
    default: value,
    summary: 'The step size: a number or a schedule.',
  };
}

const epsilon = float('epsilon', 1e-7, 'A small number that keeps divisions finite.', 0);
const beta1 = float('beta_1', 0.9, 'Decay of the running mean of the gradients.', 0, 1);
const beta2 = float('beta_2', 0.999, 'Decay of the running mean of the squared gradients.', 0, 1);
const amsgrad = flag('amsgrad', false, 'Keeps the largest second moment seen so far.');
const decayOff = float('weight_decay', null, 'Shrinks the weights by this share of the learning rate at each step.', 0);
const clipping: readonly FunctionParameter[] = [
  float('clipnorm', null, 'Scales the gradient of each weight down to this norm.', 0),
  float('clipvalue', null, 'Cuts each gradient to this size.', 0),
  float('global_clipnorm', null, 'Scales all gradients together down to this norm.', 0),
];

/** Keras 3's optimizers with their arguments and defaults, in Keras's order. */
export const optimizers: readonly FunctionDefinition[] = [
  {
    name: 'SGD',
    aliases: ['sgd'],
    summary: 'Gradient descent, with momentum if asked.',
    parameters: [
      learningRate(0.01),
      float('momentum', 0, 'How much of the last update goes on.', 0, 1),
      flag('nesterov', false, 'Looks ahead along the momentum.'),
      decayOff,
      ...clipping,
    ],
  },
  {
    name: 'RMSprop',
    aliases: ['rmsprop'],
    summary: 'Divides the gradient by a running mean of its recent size.',
    parameters: [
      learningRate(0.001),
      float('rho', 0.9, 'Decay of the running mean of the squared gradients.', 0, 1),
      float('momentum', 0, 'How much of the last update goes on.', 0, 1),
      epsilon,
      flag('centered', false, 'Divides by the estimated variance instead of the second moment.'),
      decayOff,
      ...clipping,
    ],
  },
  {
    name: 'Adam',
    aliases: ['adam'],
    summary: 'Adaptive steps from running first and second moments.',
    parameters: [learningRate(0.001), beta1, beta2, epsilon, amsgrad, decayOff, ...clipping],
  },
  {
    name: 'AdamW',
    aliases: ['adamw'],
    summary: 'Adam with decoupled weight decay.',
    parameters: [
      learningRate(0.001),
      float('weight_decay', 0.004, 'Shrinks the weights by this share of the learning rate at each step.', 0),
      beta1,
      beta2,
      epsilon,
      amsgrad,
      ...clipping,
    ],
  },
  {
    name: 'Nadam',
    aliases: ['nadam'],
    summary: 'Adam with Nesterov momentum.',
    parameters: [learningRate(0.001), beta1, beta2, epsilon, decayOff, ...clipping],
  },
  {
    name: 'Adamax',
    aliases: ['adamax'],
    summary: 'Adam with the infinity norm in place of the second moment.',
    parameters: [learningRate(0.001), beta1, beta2, epsilon, decayOff, ...clipping],
  },
  {
    name: 'Adagrad',
    aliases: ['adagrad'],
    summary: 'Steps that shrink with the sum of all squared gradients.',
    parameters: [
      learningRate(0.001),
      float('initial_accumulator_value', 0.1, 'What the sums start from.', 0),
      epsilon,
      decayOff,
      ...clipping,
    ],
  },
  {
    name: 'Adadelta',
    aliases: ['adadelta'],
    summary: 'Adagrad over a moving window of gradients.',
    parameters: [
      learningRate(0.001),
      float('rho', 0.95, 'Decay of the running means.', 0, 1),
      epsilon,
      decayOff,
      ...clipping,
    ],
  },
  {
    name: 'Lion',
    aliases: ['lion'],
    summary: 'Steps by the sign of an interpolated momentum.',
    parameters: [
      learningRate(0.001),
      beta1,
      float('beta_2', 0.99, 'Decay of the momentum.', 0, 1),
      decayOff,
      ...clipping,
    ],
  },
];
