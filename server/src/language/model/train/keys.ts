/** A key of a train block: what it takes and a sentence, for completion and hover. */
export interface TrainKey {
  readonly name: string;
  readonly summary: string;
  /** As it stands in the reference: `32`, `rmsprop`; undefined where there is none. */
  readonly default: string | undefined;
}

/** The keys of a train block, in the order in which one thinks of them. */
export const trainKeys: readonly TrainKey[] = [
  { name: 'optimizer', summary: 'An optimizer word or a call with Keras’s arguments.', default: 'rmsprop' },
  { name: 'loss', summary: 'What is minimized; a map by output where there are several.', default: undefined },
  { name: 'loss_weights', summary: 'How much each output’s loss counts.', default: '1' },
  { name: 'metrics', summary: 'What is measured beside the loss, a list or a map by output.', default: '[]' },
  { name: 'class_weight', summary: 'How much the examples of each class count.', default: undefined },
  { name: 'epochs', summary: 'How often all training examples are seen.', default: '1' },
  { name: 'batch_size', summary: 'How many examples make one step.', default: '32' },
  { name: 'shuffle', summary: 'Whether each epoch has an order of its own.', default: 'true' },
  { name: 'seed', summary: 'Where the random numbers start.', default: '0' },
  { name: 'validation_data', summary: '`test`: the test part is measured after each epoch.', default: 'none' },
  {
    name: 'validation_split',
    summary: 'The share of the training part’s end that is kept for validation.',
    default: '0',
  },
  {
    name: 'callbacks',
    summary: 'EarlyStopping, ReduceLROnPlateau, LearningRateScheduler, TerminateOnNaN.',
    default: '[]',
  },
  { name: 'target', summary: 'The part that the output should equal, or a map by output.', default: undefined },
  { name: 'weights', summary: 'A named set-up (its latest run) or a file to start from.', default: undefined },
  {
    name: 'freeze',
    summary: 'Shared layers, or tensors with all that leads to them, that do not train.',
    default: undefined,
  },
];
