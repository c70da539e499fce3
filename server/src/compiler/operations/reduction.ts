import type { OperationAttributes } from '../../language/layers/lowering';
import { flagAttribute, numbersAttribute } from './attributes';
import type { NumericTensor, OperationBuilder, OperationDefinition } from './definition';
import type { Value } from '../../language/layers/lowering';
import { input, normalizeAxes, reducedShape, stridesOf } from './shapes';

export interface ReductionGradient {
  readonly x: Value;
  /** The result and its gradient with the reduced axes kept as 1. */
  readonly y: Value;
  readonly dy: Value;
  readonly axes: readonly number[];
}

/** An operation that folds the `axes`, kept as 1 where `keep_dims` is true. */
export function reduction(
  name: string,
  fold: {
    readonly start: number;
    step(total: number, x: number): number;
    finish?(total: number, count: number): number;
  },
  gradient: (builder: OperationBuilder, terms: ReductionGradient) => Value,
): OperationDefinition {
  return {
    name,
    infer(inputs, attributes) {
      const { dtype, shape } = input(inputs, 0);
      return [
        {
          dtype,
          shape: reducedShape(shape, numbersAttribute(attributes, 'axes'), flagAttribute(attributes, 'keep_dims')),
        },
      ];
    },
    gradient(builder, { inputs: [x], outputs: [y], gradients: [dy], attributes }) {
      if (!x || !y || !dy) return [];
      const axes = normalizeAxes(numbersAttribute(attributes, 'axes'), x.shape.length);
      const kept = reducedShape(x.shape, axes, true).map((size) => size ?? -1);
      const keep = (value: Value) =>
        flagAttribute(attributes, 'keep_dims') ? value : builder.apply('Reshape', [value], { shape: kept });
      return [gradient(builder, { x, y: keep(y), dy: keep(dy), axes })];
    },
    evaluate([x], attributes) {
      if (!x) return [];
      const { totals, count } = foldAxes(x, attributes, fold.start, (total, value) => fold.step(total, value));
      return [fold.finish ? totals.map((total) => fold.finish?.(total, count) ?? NaN) : totals];
    },
  };
}

function foldAxes(
  x: NumericTensor,
  attributes: OperationAttributes,
  start: number,
  step: (total: number, value: number) => number,
): { totals: Float64Array; count: number } {
  const axes = normalizeAxes(numbersAttribute(attributes, 'axes'), x.shape.length);
  const kept = reducedShape(x.shape, axes, true).map(Number);
  const outer = stridesOf(x.shape);
  const inner = stridesOf(kept);
  const totals = new Float64Array(kept.reduce((product, size) => product * size, 1)).fill(start);
  x.data.forEach((value, index) => {
    let rest = index;
    let at = 0;
    for (const [axis, stride] of outer.entries()) {
      const position = Math.floor(rest / stride);
      rest -= position * stride;
      if (kept[axis] !== 1) at += position * (inner[axis] ?? 0);
    }
    totals[at] = step(totals[at] ?? NaN, value);
  });
  return { totals, count: axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1) };
}
