import type { LoweringContext, Value } from '../lowering';

/** A reshape that keeps the batch axis. */
export function reshapeTo(context: LoweringContext, value: Value, shape: readonly number[]): Value {
  return context.apply('Reshape', [value], { shape: [-1, ...shape] });
}

/** The sizes behind the batch axis. */
export function sizesBehindBatch(value: Value): readonly number[] {
  return value.shape.slice(1).map((size) => size ?? 0);
}

/** [N, L, C] → [N, 1, L, C], so that one-dimensional windows run as two-dimensional ones. */
export function addHeight(context: LoweringContext, value: Value): Value {
  return reshapeTo(context, value, [1, ...sizesBehindBatch(value)]);
}

/** [N, 1, L, C] → [N, L, C]. */
export function dropHeight(context: LoweringContext, value: Value): Value {
  return reshapeTo(context, value, sizesBehindBatch(value).slice(1));
}
