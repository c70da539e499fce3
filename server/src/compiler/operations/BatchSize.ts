import type { OperationDefinition } from './definition';

/** The number of rows of a tensor as a float32 scalar. */
export const BatchSize: OperationDefinition = {
  name: 'BatchSize',
  infer: () => [{ dtype: 'float32', shape: [] }],
  evaluate: ([x]) => [Float64Array.of(x?.shape[0] ?? 0)],
};
