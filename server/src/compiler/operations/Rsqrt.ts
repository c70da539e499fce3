import { unary } from './elementwise';

/** 1 / √x; its gradient is −½·y³. */
export const Rsqrt = unary(
  'Rsqrt',
  (x) => 1 / Math.sqrt(x),
  (builder, { y, dy }) => {
    const cube = builder.apply('Mul', [builder.apply('Square', [y]), y]);
    return builder.apply('Mul', [dy, builder.apply('Mul', [cube, builder.constant(-0.5)])]);
  },
);
