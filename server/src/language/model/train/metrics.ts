import { choice, float, integer, type FunctionDefinition, type FunctionParameter } from './functionDefinition';
import { losses } from './losses';

const k = integer('k', 5, 'How many of the best classes count as right.', 1);
const threshold = float('threshold', 0.5, 'From here on an output counts as yes.', 0, 1);
const thresholds: FunctionParameter = {
  name: 'thresholds',
  type: { kind: 'float', min: 0, max: 1, optional: true },
  default: null,
  summary: 'From here on an output counts as yes; 0.5 without it.',
};
const classId = integer('class_id', null, 'The only class to count.');
const topK = integer('top_k', null, 'Counts the best classes instead of a threshold.', 1);

const ownMetrics: readonly FunctionDefinition[] = [
  {
    name: 'accuracy',
    aliases: ['acc', 'Accuracy'],
    summary: 'The share of right answers, counted as the loss suggests.',
    parameters: [],
  },
  {
    name: 'binary_accuracy',
    aliases: ['BinaryAccuracy'],
    summary: 'The share of yes-or-no outputs on the right side.',
    parameters: [threshold],
  },
  {
    name: 'categorical_accuracy',
    aliases: ['CategoricalAccuracy'],
    summary: 'The share of right classes against one-hot labels.',
    parameters: [],
  },
  {
    name: 'sparse_categorical_accuracy',
    aliases: ['SparseCategoricalAccuracy'],
    summary: 'The share of right classes against class labels.',
    parameters: [],
  },
  {
    name: 'top_k_categorical_accuracy',
    aliases: ['TopKCategoricalAccuracy'],
    summary: 'The share of examples whose class is among the k best.',
    parameters: [k],
  },
  {
    name: 'sparse_top_k_categorical_accuracy',
    aliases: ['SparseTopKCategoricalAccuracy'],
    summary: 'The share of examples whose class label is among the k best.',
    parameters: [k],
  },
  {
    name: 'root_mean_squared_error',
    aliases: ['RootMeanSquaredError', 'rmse'],
    summary: 'The root of the mean squared difference.',
    parameters: [],
  },
  {
    name: 'auc',
    aliases: ['AUC'],
    summary: 'The area under the ROC or precision-recall curve.',
    parameters: [
      integer('num_thresholds', 200, 'The number of points of the curve.', 2),
      choice('curve', ['ROC', 'PR'], 'ROC', 'Which curve.'),
    ],
  },
  {
    name: 'precision',
    aliases: ['Precision'],
    summary: 'The share of yes answers that are right.',
    parameters: [thresholds, topK, classId],
  },
  {
    name: 'recall',
    aliases: ['Recall'],
    summary: 'The share of yes examples that are found.',
    parameters: [thresholds, topK, classId],
  },
  {
    name: 'f1_score',
    aliases: ['F1Score'],
    summary: 'The harmonic mean of precision and recall by class.',
    parameters: [
      {
        name: 'average',
        type: { kind: 'choice', values: ['micro', 'macro', 'weighted'], optional: true },
        default: null,
        summary: 'How the classes are averaged; macro without it.',
      },
      {
        name: 'threshold',
        type: { kind: 'float', min: 0, max: 1, optional: true },
        default: null,
        summary: 'From here on an output counts as yes; without it the greatest of a row does.',
      },
    ],
  },
  {
    name: 'mean_io_u',
    aliases: ['MeanIoU', 'mean_iou'],
    summary: 'Intersection over union of each class, averaged.',
    parameters: [{ name: 'num_classes', type: { kind: 'integer', min: 1 }, summary: 'The number of classes.' }],
  },
];

/** Keras's metrics by their snake-case names; every loss is a metric too. */
export const metrics: readonly FunctionDefinition[] = [...ownMetrics, ...losses];
