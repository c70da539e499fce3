import { describe, expect, it } from 'vitest';
import { layerDocumentation, layerSignature } from '../../../server/src/language/layers/documentation';
import { layerRegistry } from '../../../server/src/language/layers/registry';
import { layerNamed } from '../../helpers/callLayer';

describe('the reference derived from the definitions', () => {
  it('shows a signature as the language writes it', () => {
    expect(layerSignature(layerNamed('MaxPooling2D'))).toBe(
      'MaxPool2D(pool_size=2, strides=none, padding=valid, data_format=none, name=none, trainable=true)',
    );
  });

  it('has a line for every argument', () => {
    expect(layerDocumentation(layerNamed('Dropout'))).toBe(
      [
        '```nn',
        'Dropout(rate, noise_shape=none, seed=none, name=none, trainable=true)',
        '```',
        '',
        'Zeroes a random share of the values in training and scales the rest, against overfitting.',
        '',
        '| argument | value | default | |',
        '| --- | --- | --- | --- |',
        '| `rate` | a number from 0 to 1 | *required* | The share of values that is dropped, from 0 to 1. |',
        '| `noise_shape` | a shape | `none` | The shape of the mask, the batch first as -1; where it is 1, values are dropped together. |',
        "| `seed` | a whole number | `none` | A seed of its own; without one it follows the training set-up's. |",
        "| `name` | a text | `none` | The layer's name in summaries and exports. |",
        '| `trainable` | true or false | `true` | Whether training changes its weights. |',
        '',
      ].join('\n'),
    );
  });

  it.each(layerRegistry.all.map((layer) => [layer.name, layer] as const))(
    '%s has a sentence for itself and for each argument',
    (_name, layer) => {
      for (const sentence of [layer.summary, ...layer.parameters.map(({ summary }) => summary)])
        expect(sentence).toMatch(/^.{8,}[.…]$/u);
    },
  );
});
