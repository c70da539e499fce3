import { unary } from './elementwise';

/**
 * x itself, which all threads that share the batch hold alike. Each of them finds a part of its gradient, from its
 * rows of the batch: the gradient is their sum.
 */
export const CrossReplicaBroadcast = unary(
  'CrossReplicaBroadcast',
  (x) => x,
  (builder, { dy }) => builder.apply('CrossReplicaSum', [dy]),
);
