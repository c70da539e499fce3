import type { ParameterDefinition } from '../definition';
import { constraint, flag, float, initializer, regularizer } from '../shared/parameters';

export const epsilon: ParameterDefinition = float(
  'epsilon',
  'A small number added to the variance, so that nothing is divided by zero.',
  1e-3,
  { min: 0 },
);

export const centerAndScale: readonly ParameterDefinition[] = [
  flag('center', true, 'Whether a learned beta is added.'),
  flag('scale', true, 'Whether the result is multiplied by a learned gamma.'),
];

export const betaAndGamma = {
  initializers: [initializer('beta', 'zeros'), initializer('gamma', 'ones')],
  penalties: [regularizer('beta'), regularizer('gamma'), constraint('beta'), constraint('gamma')],
} satisfies Record<string, readonly ParameterDefinition[]>;
