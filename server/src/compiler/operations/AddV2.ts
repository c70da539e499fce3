import { binary } from './elementwise';

/** a + b, broadcast. */
export const AddV2 = binary(
  'AddV2',
  (a, b) => a + b,
  (_, { dy }) => [dy, dy],
);
