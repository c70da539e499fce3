import type { Value } from '../../language/layers/lowering';
import { arithmetic, lastAxis, type Arithmetic } from '../arithmetic';
import { denseTarget } from '../targets';
import type { MetricContext } from './definition';

/** The yes-or-no answers of Precision and Recall and the targets, as 0 and 1. */
export function decisions({ builder, target: given, prediction, args }: MetricContext): {
  readonly answer: Value;
  readonly target: Value;
} {
  const math = arithmetic(builder);
  const k = args.optional('top_k');
  const threshold = args.optional('thresholds');
  const passed =
    k === null || threshold !== null ? math.toFloat(math.compare('Greater', prediction, threshold ?? 0.5)) : undefined;
  const best = k === null ? undefined : amongBest(math, prediction, k);
  const answer = passed && best ? math.multiply(passed, best) : (passed ?? best ?? prediction);
  const target = denseTarget(builder, given, prediction);
  const only = args.optional('class_id');
  if (only === null) return { answer, target };
  const axis = lastAxis(prediction);
  const column = (value: Value) =>
    builder.apply('Slice', [value], {
      begin: value.shape.map((_, other) => (other === axis ? only : 0)),
      size: value.shape.map((size, other) => (other === axis ? 1 : (size ?? -1))),
    });
  return { answer: column(answer), target: column(target) };
}

/** 1 for the `k` greatest of each row: fewer than k others are greater. */
function amongBest(math: Arithmetic, prediction: Value, k: number): Value {
  const columns = math.reshape(prediction, [...prediction.shape.map((size) => size ?? -1), 1]);
  const rows = math.reshape(prediction, [
    ...prediction.shape.slice(0, -1).map((size) => size ?? -1),
    1,
    prediction.shape.at(-1) ?? 1,
  ]);
  const greater = math.sum(math.toFloat(math.compare('Greater', rows, columns)), [columns.shape.length - 1]);
  return math.toFloat(math.compare('Less', greater, k));
}
