import type { ParameterDefinition } from '../definition';

export const rate: ParameterDefinition = {
  name: 'rate',
  type: { kind: 'float', min: 0, max: 1 },
  summary: 'The share of values that is dropped, from 0 to 1.',
};

export const noiseShape: ParameterDefinition = {
  name: 'noise_shape',
  type: { kind: 'target-shape', optional: true },
  default: null,
  summary: 'The shape of the mask, the batch first as -1; where it is 1, values are dropped together.',
};
