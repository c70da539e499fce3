import { choice, flag, float, integer, type FunctionDefinition, type FunctionParameter } from './functionDefinition';

const monitor: FunctionParameter = {
  name: 'monitor',
  type: { kind: 'text' },
  default: 'val_loss',
  summary: 'The value to watch.',
};
const mode = choice('mode', ['auto', 'min', 'max'], 'auto', 'Whether less or more is better.');
const verbose = integer('verbose', 0, 'Taken for compatibility; the log tells it anyway.');

/** Keras's callbacks that a train block may name. */
export const callbacks: readonly FunctionDefinition[] = [
  {
    name: 'EarlyStopping',
    aliases: [],
    summary: 'Stops when the watched value no longer improves.',
    parameters: [
      monitor,
      float('min_delta', 0, 'Less than this is no improvement.', 0),
      integer('patience', 0, 'How many epochs to wait for an improvement.'),
      verbose,
      mode,
      float('baseline', null, 'A value that must be beaten.'),
      flag('restore_best_weights', false, 'Goes back to the weights of the best epoch.'),
      integer('start_from_epoch', 0, 'Watches from this epoch on.'),
    ],
  },
  {
    name: 'ReduceLROnPlateau',
    aliases: [],
    summary: 'Lowers the learning rate when the watched value stands still.',
    parameters: [
      monitor,
      float('factor', 0.1, 'What the learning rate is multiplied by.', 0, 1),
      integer('patience', 10, 'How many epochs to wait for an improvement.'),
      verbose,
      mode,
      float('min_delta', 1e-4, 'Less than this is no improvement.', 0),
      integer('cooldown', 0, 'How many epochs to rest after a change.'),
      float('min_lr', 0, 'The learning rate never falls below this.', 0),
    ],
  },
  {
    name: 'LearningRateScheduler',
    aliases: [],
    summary: 'Sets the learning rate by a schedule that counts epochs.',
    parameters: [{ name: 'schedule', type: { kind: 'rate' }, summary: 'The schedule.' }, verbose],
  },
  {
    name: 'TerminateOnNaN',
    aliases: [],
    summary: 'Stops when the loss is not a finite number; always on.',
    parameters: [],
  },
];
