import { flag, float, integer, type FunctionDefinition } from './functionDefinition';

const fromLogits = flag('from_logits', false, 'The output is raw scores, without softmax or sigmoid.');
const smoothing = float('label_smoothing', 0, 'Moves this share of each label to the other classes.', 0, 1);
const axis = { name: 'axis', type: { kind: 'integer' }, default: -1, summary: 'The axis of the classes.' } as const;
const alpha = float('alpha', 0.25, 'The weight of the positive class.', 0, 1);
const gamma = float('gamma', 2, 'How strongly easy examples are played down.', 0);

/** Keras's losses by their snake-case names. */
export const losses: readonly FunctionDefinition[] = [
  {
    name: 'categorical_crossentropy',
    aliases: ['CategoricalCrossentropy'],
    summary: 'Cross-entropy of a class distribution; class labels are taken as one-hot.',
    parameters: [fromLogits, smoothing, axis],
  },
  {
    name: 'sparse_categorical_crossentropy',
    aliases: ['SparseCategoricalCrossentropy'],
    summary: 'Cross-entropy against whole-number class labels.',
    parameters: [fromLogits, integer('ignore_class', null, 'A class number that does not count.'), axis],
  },
  {
    name: 'binary_crossentropy',
    aliases: ['BinaryCrossentropy', 'bce'],
    summary: 'Cross-entropy of independent yes-or-no outputs.',
    parameters: [fromLogits, smoothing, axis],
  },
  {
    name: 'categorical_focal_crossentropy',
    aliases: ['CategoricalFocalCrossentropy'],
    summary: 'Categorical cross-entropy that plays easy examples down.',
    parameters: [alpha, gamma, fromLogits, smoothing, axis],
  },
  {
    name: 'binary_focal_crossentropy',
    aliases: ['BinaryFocalCrossentropy'],
    summary: 'Binary cross-entropy that plays easy examples down.',
    parameters: [
      flag('apply_class_balancing', false, 'Weights the classes by alpha.'),
      alpha,
      gamma,
      fromLogits,
      smoothing,
      axis,
    ],
  },
  {
    name: 'mean_squared_error',
    aliases: ['MeanSquaredError', 'mse', 'MSE'],
    summary: 'The mean of the squared differences.',
    parameters: [],
  },
  {
    name: 'mean_absolute_error',
    aliases: ['MeanAbsoluteError', 'mae', 'MAE'],
    summary: 'The mean of the absolute differences.',
    parameters: [],
  },
  {
    name: 'mean_absolute_percentage_error',
    aliases: ['MeanAbsolutePercentageError', 'mape', 'MAPE'],
    summary: 'The mean of the absolute differences in percent of the target.',
    parameters: [],
  },
  {
    name: 'mean_squared_logarithmic_error',
    aliases: ['MeanSquaredLogarithmicError', 'msle', 'MSLE'],
    summary: 'The mean squared difference of log(1 + x).',
    parameters: [],
  },
  {
    name: 'huber',
    aliases: ['Huber', 'huber_loss'],
    summary: 'Squared near zero, straight beyond delta.',
    parameters: [float('delta', 1, 'Where the loss turns straight.', 0)],
  },
  {
    name: 'log_cosh',
    aliases: ['LogCosh', 'logcosh'],
    summary: 'The logarithm of the hyperbolic cosine of the difference.',
    parameters: [],
  },
  { name: 'hinge', aliases: ['Hinge'], summary: 'max(1 − target · output, 0), for targets −1 and 1.', parameters: [] },
  { name: 'squared_hinge', aliases: ['SquaredHinge'], summary: 'The square of the hinge loss.', parameters: [] },
  {
    name: 'categorical_hinge',
    aliases: ['CategoricalHinge'],
    summary: 'The hinge loss between the right class and the best other.',
    parameters: [],
  },
  {
    name: 'kl_divergence',
    aliases: ['KLDivergence', 'kld', 'KLD', 'kullback_leibler_divergence'],
    summary: 'The Kullback-Leibler divergence of two distributions.',
    parameters: [],
  },
  { name: 'poisson', aliases: ['Poisson'], summary: 'output − target · log(output).', parameters: [] },
  {
    name: 'cosine_similarity',
    aliases: ['CosineSimilarity'],
    summary: 'The negative cosine of the angle between target and output.',
    parameters: [axis],
  },
];
