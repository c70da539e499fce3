import { unary } from './elementwise';

/** x itself. */
export const Identity = unary(
  'Identity',
  (x) => x,
  (_, { dy }) => dy,
);
