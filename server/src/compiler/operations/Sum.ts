import { reduction } from './reduction';

/** The sum over `axes`. */
export const Sum = reduction('Sum', { start: 0, step: (total, x) => total + x }, (builder, { x, dy }) =>
  builder.apply('BroadcastTo', [dy, x]),
);
