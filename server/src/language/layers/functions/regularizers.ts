/** Keras 3's regularizers: penalties on weights or outputs that are added to the loss. */
import type { ParameterDefinition } from '../definition';
import { catalogue } from './functionDefinition';

function rate(name: string, value: number, summary: string): ParameterDefinition {
  return { name, type: { kind: 'float', min: 0 }, default: value, summary };
}

export const regularizers = catalogue('regularizer', [
  {
    name: 'l1',
    aliases: ['L1'],
    summary: 'Adds l1 · Σ|w| to the loss: drives weights to zero.',
    parameters: [rate('l1', 0.01, 'The factor of the sum of absolute values.')],
  },
  {
    name: 'l2',
    aliases: ['L2'],
    summary: 'Adds l2 · Σw² to the loss: keeps weights small.',
    parameters: [rate('l2', 0.01, 'The factor of the sum of squares.')],
  },
  {
    name: 'l1_l2',
    aliases: ['L1L2', 'l1l2'],
    summary: 'Adds l1 · Σ|w| + l2 · Σw² to the loss.',
    // The class L1L2 has zeros here; `keras.regularizers.l1_l2` is the same class since Keras 3.
    parameters: [
      rate('l1', 0, 'The factor of the sum of absolute values.'),
      rate('l2', 0, 'The factor of the sum of squares.'),
    ],
  },
  {
    name: 'orthogonal_regularizer',
    aliases: ['OrthogonalRegularizer'],
    summary: 'Adds a penalty on rows or columns that are not orthogonal.',
    parameters: [
      rate('factor', 0.01, 'The factor of the penalty.'),
      {
        name: 'mode',
        type: { kind: 'choice', values: ['rows', 'columns'] },
        default: 'rows',
        summary: 'Which are to be orthogonal.',
      },
    ],
  },
]);
