import { unary } from './elementwise';

/**
 * The sum of x over all threads that share the batch, each of which has a part of it; x itself where one has all.
 * What one thread adds to the sum is its own x, so the gradient passes through as it is.
 */
export const CrossReplicaSum = unary(
  'CrossReplicaSum',
  (x) => x,
  (_, { dy }) => dy,
);
