import type { Value } from '../../language/layers/lowering';
import type { Arithmetic } from '../arithmetic';

/** One-hot rows moved towards the even distribution: t·(1 − s) + s / classes. */
export function smoothClasses(math: Arithmetic, target: Value, share: number): Value {
  if (share === 0) return target;
  return math.add(math.multiply(target, 1 - share), share / (target.shape.at(-1) ?? 1));
}

/** Zeros and ones moved towards ½: t·(1 − s) + s / 2. */
export function smoothBinary(math: Arithmetic, target: Value, share: number): Value {
  return share === 0 ? target : math.add(math.multiply(target, 1 - share), share / 2);
}
