import type { OperationAttributes } from '../../language/layers/lowering';
import { avgPool, avgPoolGrad, maxPool, maxPoolGrad, type PoolingSizes } from '../reference/pooling';
import type { TensorShape } from '../program';
import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { input, known, requireRank } from './shapes';
import { spatialOf, windowsOf } from './windows';

/** The greatest element of each window of `ksize`. */
export function maxPoolForward(name: string, gradientName: string, rank: number): OperationDefinition {
  return {
    name,
    infer: (inputs, attributes) => [
      { dtype: 'float32', shape: pooledShape(requireRank(input(inputs, 0), rank + 2), attributes) },
    ],
    gradient: (builder, { inputs: [x], outputs: [y], gradients: [dy], attributes }) =>
      x && y && dy ? [builder.apply(gradientName, [x, y, dy], attributes)] : [],
    evaluate: ([x], attributes) => (x ? [maxPool(sizesOf(x.shape, attributes), x.data)] : []),
  };
}

/** x, y, dy → dx: dy goes to the first greatest element of its window, row-major. */
export function maxPoolBackward(name: string, rank: number): OperationDefinition {
  return {
    name,
    infer: (inputs) => [{ dtype: 'float32', shape: requireRank(input(inputs, 0), rank + 2) }],
    evaluate: ([x, y, dy], attributes) =>
      x && y && dy ? [maxPoolGrad(sizesOf(x.shape, attributes), x.data, y.data, dy.data)] : [],
  };
}

/** The mean of each window of `ksize`, over the elements inside the input. */
export function avgPoolForward(name: string, gradientName: string, rank: number): OperationDefinition {
  return {
    name,
    infer: (inputs, attributes) => [
      { dtype: 'float32', shape: pooledShape(requireRank(input(inputs, 0), rank + 2), attributes) },
    ],
    gradient: (builder, { inputs: [x], gradients: [dy], attributes }) =>
      x && dy ? [builder.apply(gradientName, [dy], { ...attributes, input_size: x.shape.slice(1).map(Number) })] : [],
    evaluate: ([x], attributes) => (x ? [avgPool(sizesOf(x.shape, attributes), x.data)] : []),
  };
}

/** dy → dx of `input_size` [spatial…, channels]. */
export function avgPoolBackward(name: string, rank: number): OperationDefinition {
  return {
    name,
    infer(inputs, attributes) {
      const dy = requireRank(input(inputs, 0), rank + 2);
      return [{ dtype: 'float32', shape: [dy[0] ?? null, ...numbersAttribute(attributes, 'input_size')] }];
    },
    evaluate: ([dy], attributes, [output]) =>
      dy && output ? [avgPoolGrad(sizesOf(output.shape, attributes), dy.data)] : [],
  };
}

function pooledShape(x: TensorShape, attributes: OperationAttributes): TensorShape {
  const { output } = windowsOf(spatialOf(x), numbersAttribute(attributes, 'ksize'), attributes);
  return [x[0] ?? null, ...output, known(x, x.length - 1)];
}

function sizesOf(x: readonly number[], attributes: OperationAttributes): PoolingSizes {
  return {
    windows: windowsOf(spatialOf(x), numbersAttribute(attributes, 'ksize'), attributes),
    batch: x[0] ?? 0,
    channels: x.at(-1) ?? 0,
  };
}
