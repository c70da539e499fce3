import type { Value } from '../language/layers/lowering';
import type { OperationBuilder } from './operations/definition';

/**
 * The target in the form of the prediction: float32 of its shape. Class labels become one-hot where the
 * prediction has a class axis; a single column is added or taken away as Keras does.
 */
export function denseTarget(builder: OperationBuilder, target: Value, prediction: Value): Value {
  const classes = prediction.shape.at(-1) ?? 1;
  if (target.dtype === 'int32' && isLabels(target, prediction) && classes > 1) {
    return builder.apply('OneHot', [withoutLastOne(builder, target, prediction)], { depth: classes });
  }
  const values = target.dtype === 'float32' ? target : builder.apply('Cast', [target], { dtype: 'float32' });
  if (values.shape.length === prediction.shape.length) return values;
  if (values.shape.length === prediction.shape.length - 1 && classes === 1) {
    return builder.apply('Reshape', [values], { shape: [...values.shape.map((size) => size ?? -1), 1] });
  }
  return withoutLastOne(builder, values, prediction);
}

/** The target as int32 class numbers of the prediction's shape without its last axis. */
export function labelTarget(builder: OperationBuilder, target: Value, prediction: Value): Value {
  if (!isLabels(target, prediction)) return builder.apply('ArgMax', [target], { axis: target.shape.length - 1 });
  const labels = withoutLastOne(builder, target, prediction);
  return labels.dtype === 'int32' ? labels : builder.apply('Cast', [labels], { dtype: 'int32' });
}

/** Class numbers rather than one number a class: one axis less than the prediction, or a last axis of 1. */
export function isLabels(target: Value, prediction: Value): boolean {
  if (target.shape.length < prediction.shape.length) return true;
  return target.shape.at(-1) === 1 && prediction.shape.at(-1) !== 1;
}

function withoutLastOne(builder: OperationBuilder, target: Value, prediction: Value): Value {
  if (target.shape.length < prediction.shape.length || target.shape.at(-1) !== 1) return target;
  return builder.apply('Reshape', [target], { shape: target.shape.slice(0, -1).map((size) => size ?? -1) });
}
