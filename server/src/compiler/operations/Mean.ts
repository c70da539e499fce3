import { reduction } from './reduction';

/** The mean over `axes`; the mean over an empty batch is NaN. */
export const Mean = reduction(
  'Mean',
  { start: 0, step: (total, x) => total + x, finish: (total, count) => total / count },
  (builder, { x, dy, axes }) => {
    const inner = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
    const share = builder.apply('Mul', [dy, builder.constant(1 / inner)]);
    const batched = axes.some((axis) => x.shape[axis] === null);
    const divided = batched ? builder.apply('RealDiv', [share, builder.apply('BatchSize', [x])]) : share;
    return builder.apply('BroadcastTo', [divided, x]);
  },
);
