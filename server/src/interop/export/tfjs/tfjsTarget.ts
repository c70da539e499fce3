import type { ExportTarget } from '../exportTarget';
import { tfjsModel } from './tfjsModel';

export const tfjsTarget: ExportTarget = {
  name: 'tfjs',
  title: 'TensorFlow.js layers model, a folder',
  extension: '',
  weights: 'needed',
  write: async ({ model, weights = new Map() }) => {
    const { json, shards } = tfjsModel(model, weights);
    return [
      { suffix: '/model.json', content: `${JSON.stringify(json)}\n` },
      ...shards.map(({ file, bytes }) => ({ suffix: `/${file}`, content: bytes })),
    ];
  },
};
