import { encodeSafetensors } from '../../../engine/runs/safetensors';
import type { ExportTarget } from '../exportTarget';
import { torchModule } from './torchModule';

export const pytorchTarget: ExportTarget = {
  name: 'pytorch',
  title: 'PyTorch module',
  extension: '.py',
  weights: 'taken',
  write: async ({ model, weights, file }) => {
    const script = { suffix: '.py', content: torchModule(model.graph, file) };
    if (weights === undefined) return [script];
    return [
      script,
      { suffix: '.safetensors', content: encodeSafetensors(weights, new Map([['model', model.graph.name]])) },
    ];
  },
};
