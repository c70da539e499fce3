import { encodeSafetensors } from '../../../engine/runs/safetensors';
import type { ExportTarget } from '../exportTarget';

export const safetensorsTarget: ExportTarget = {
  name: 'safetensors',
  title: 'Weights as safetensors',
  extension: '.safetensors',
  weights: 'needed',
  write: async ({ model, weights }) => [
    {
      suffix: '.safetensors',
      content: encodeSafetensors(weights ?? new Map(), new Map([['model', model.graph.name]])),
    },
  ],
};
