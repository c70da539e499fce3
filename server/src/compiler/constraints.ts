import type { FunctionValue } from '../language/layers/definition';
import type { Value } from '../language/layers/lowering';
import { epsilon, type Arithmetic } from './arithmetic';

/** A weight after a constraint, in Keras's formulas (keras/src/constraints). */
export function applyConstraint(math: Arithmetic, constraint: FunctionValue, weight: Value): Value {
  const number = (name: string, otherwise: number): number => {
    const value = constraint.args[name];
    return typeof value === 'number' ? value : otherwise;
  };
  switch (constraint.name) {
    case 'non_neg':
      return math.maximum(weight, 0);
    case 'unit_norm':
      return math.divide(weight, math.add(normOf(math, constraint, weight), epsilon));
    case 'max_norm': {
      const norm = normOf(math, constraint, weight);
      return scaleNorm(math, weight, norm, math.clip(norm, 0, number('max_value', 2)));
    }
    case 'min_max_norm': {
      const norm = normOf(math, constraint, weight);
      const rate = number('rate', 1);
      const inside = math.multiply(math.clip(norm, number('min_value', 0), number('max_value', 1)), rate);
      return scaleNorm(math, weight, norm, math.add(inside, math.multiply(norm, 1 - rate)));
    }
    default:
      throw new Error(`there is no constraint ${constraint.name}`);
  }
}

function scaleNorm(math: Arithmetic, weight: Value, norm: Value, desired: Value): Value {
  return math.multiply(weight, math.divide(desired, math.add(norm, epsilon)));
}

function normOf(math: Arithmetic, constraint: FunctionValue, weight: Value): Value {
  const axis = constraint.args['axis'] ?? 0;
  const axes = (Array.isArray(axis) ? axis : [axis]).map(Number);
  return math.apply('Sqrt', math.sum(math.apply('Square', weight), axes, true));
}
