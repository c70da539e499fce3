import { encodeSafetensors } from '../../../engine/runs/safetensors';
import type { ExportTarget } from '../exportTarget';
import { kerasScript } from './kerasScript';

export const kerasTarget: ExportTarget = {
  name: 'keras',
  title: 'Keras 3 script',
  extension: '.py',
  weights: 'taken',
  write: async ({ analysis, model, train, weights, file, name }) => {
    const beside = weights === undefined ? undefined : `${name}.safetensors`;
    const script = kerasScript({ analysis, model, train, weights: beside, file });
    if (weights === undefined) return [{ suffix: '.py', content: script }];
    return [
      { suffix: '.py', content: script },
      { suffix: '.safetensors', content: encodeSafetensors(weights, new Map([['model', model.graph.name]])) },
    ];
  },
};
