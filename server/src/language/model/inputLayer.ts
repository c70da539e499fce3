import type { LayerDefinition } from '../layers/definition';

/** Keras's InputLayer: the source of a graph. It stands for `input …` and cannot be called by name. */
export const inputLayer: LayerDefinition = {
  name: 'InputLayer',
  aliases: [],
  category: 'core',
  summary: 'Where the data enter the model.',
  parameters: [],
  inputs: { min: 0, max: 0 },
  kerasName: 'input_layer',
  inferShape: () => ({ ok: true, output: undefined }),
};

/** What stands in the graph for a layer that does not exist: it takes anything and gives an unknown shape. */
export function unknownLayer(name: string): LayerDefinition {
  return {
    name: name === '' ? '?' : name,
    aliases: [],
    category: 'core',
    summary: 'A layer that is not known.',
    parameters: [],
    inputs: { min: 0, max: Infinity },
    kerasName: 'unknown',
    inferShape: () => ({ ok: true, output: undefined }),
  };
}
