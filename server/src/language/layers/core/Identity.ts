import type { LayerDefinition } from '../definition';
import { sameShape } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';

export const Identity: LayerDefinition = {
  name: 'Identity',
  aliases: ['identity'],
  category: 'core',
  summary: 'Gives its input unchanged.',
  parameters: [],
  inputs: { min: 1, max: 1 },
  inferShape: sameShape,
  lower: (_context, inputs) => onlyInput(inputs),
};
