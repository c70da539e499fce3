import type { Value } from '../../language/layers/lowering';
import { lastAxis, type Arithmetic } from '../arithmetic';
import { rowNormalize } from '../rowNormalize';

/** The cosine between rows along the last axis. */
export function rowCosine(math: Arithmetic, a: Value, b: Value): Value {
  const axis = lastAxis(a);
  return math.sum(math.multiply(rowNormalize(math, a, axis), rowNormalize(math, b, axis)), [axis]);
}
