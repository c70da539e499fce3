import type { OperationAttributes } from '../../language/layers/lowering';
import { convolve, convolveBackFilter, convolveBackInput, type ConvolutionSizes } from '../reference/convolution';
import type { TensorShape } from '../program';
import { numbersAttribute, withoutAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input, known, requireRank } from './shapes';
import { spatialOf, windowsOf } from './windows';

/** The three operations of a convolution over `rank` spatial axes, under TensorFlow's names for that rank. */
export interface ConvolutionNames {
  readonly rank: number;
  readonly forward: string;
  readonly backInput: string;
  readonly backFilter: string;
}

/** x [N, …, in], filter [taps…, in, out] → [N, …, out]. */
export function convolutionForward(names: ConvolutionNames): OperationDefinition {
  return {
    name: names.forward,
    infer(inputs, attributes) {
      const x = requireRank(input(inputs, 0), names.rank + 2);
      const filter = requireRank(input(inputs, 1), names.rank + 2);
      if (x.at(-1) !== filter.at(-2))
        throw new OperationError(`${names.forward} cannot apply ${describe(filter)} to ${describe(x)}`);
      const { output } = windowsOf(spatialOf(x), kernelOf(filter), attributes);
      return [{ dtype: 'float32', shape: [x[0] ?? null, ...output, known(filter, names.rank + 1)] }];
    },
    gradient(builder, { inputs: [x, filter], gradients: [dy], attributes }) {
      if (!x || !filter || !dy) return [];
      const inputSize = x.shape.slice(1).map(Number);
      return [
        builder.apply(names.backInput, [filter, dy], { ...attributes, input_size: inputSize }),
        builder.apply(names.backFilter, [x, dy], { ...attributes, filter_size: filter.shape.map(Number) }),
      ];
    },
    evaluate([x, filter], attributes) {
      return x && filter ? [convolve(sizesOf(x.shape, filter.shape, attributes), x.data, filter.data)] : [];
    },
  };
}

/** filter, dy → the gradient of an input of `input_size` [spatial…, in]: also the transposed convolution. */
export function convolutionBackInput(names: ConvolutionNames): OperationDefinition {
  return {
    name: names.backInput,
    infer(inputs, attributes) {
      const filter = requireRank(input(inputs, 0), names.rank + 2);
      const dy = requireRank(input(inputs, 1), names.rank + 2);
      const size = numbersAttribute(attributes, 'input_size');
      const { output } = windowsOf(size.slice(0, -1), kernelOf(filter), attributes);
      const fits = output.every((length, axis) => length === dy[axis + 1]);
      if (!fits || dy.at(-1) !== filter.at(-1) || size.at(-1) !== filter.at(-2)) {
        throw new OperationError(
          `${names.backInput} cannot make [${size.join(', ')}] of ${describe(dy)} by ${describe(filter)}`,
        );
      }
      return [{ dtype: 'float32', shape: [dy[0] ?? null, ...size] }];
    },
    gradient(builder, { inputs: [filter, dy], gradients: [g], attributes }) {
      if (!filter || !dy || !g) return [];
      const window = withoutAttribute(attributes, 'input_size');
      return [
        builder.apply(names.backFilter, [g, dy], { ...window, filter_size: filter.shape.map(Number) }),
        builder.apply(names.forward, [g, filter], window),
      ];
    },
    evaluate([filter, dy], attributes, [output]) {
      return filter && dy && output
        ? [convolveBackInput(sizesOf(output.shape, filter.shape, attributes), filter.data, dy.data)]
        : [];
    },
  };
}

/** x, dy → the gradient of a filter of `filter_size` [taps…, in, out]. */
export function convolutionBackFilter(names: ConvolutionNames): OperationDefinition {
  return {
    name: names.backFilter,
    infer(inputs, attributes) {
      const x = requireRank(input(inputs, 0), names.rank + 2);
      const dy = requireRank(input(inputs, 1), names.rank + 2);
      const size = numbersAttribute(attributes, 'filter_size');
      const { output } = windowsOf(spatialOf(x), kernelOf(size), attributes);
      if (
        !output.every((length, axis) => length === dy[axis + 1]) ||
        size.at(-1) !== dy.at(-1) ||
        size.at(-2) !== x.at(-1)
      ) {
        throw new OperationError(
          `${names.backFilter} cannot make [${size.join(', ')}] of ${describe(x)} and ${describe(dy)}`,
        );
      }
      return [{ dtype: 'float32', shape: size }];
    },
    gradient(builder, { inputs: [x, dy], gradients: [g], attributes }) {
      if (!x || !dy || !g) return [];
      const window = withoutAttribute(attributes, 'filter_size');
      return [
        builder.apply(names.backInput, [g, dy], { ...window, input_size: x.shape.slice(1).map(Number) }),
        builder.apply(names.forward, [x, g], window),
      ];
    },
    evaluate([x, dy], attributes, [output]) {
      return x && dy && output ? [convolveBackFilter(sizesOf(x.shape, output.shape, attributes), x.data, dy.data)] : [];
    },
  };
}

function kernelOf(filter: TensorShape): readonly number[] {
  return filter.slice(0, -2).map((_, axis) => known(filter, axis));
}

function sizesOf(x: readonly number[], filter: readonly number[], attributes: OperationAttributes): ConvolutionSizes {
  return {
    windows: windowsOf(spatialOf(x), kernelOf(filter), attributes),
    batch: x[0] ?? 0,
    inputs: filter.at(-2) ?? 0,
    outputs: filter.at(-1) ?? 0,
  };
}
