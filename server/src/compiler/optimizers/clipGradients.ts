import type { Value } from '../../language/layers/lowering';
import type { Arithmetic } from '../arithmetic';
import type { FunctionArguments } from '../functionArguments';

/** Gradients after `clipnorm`, else `global_clipnorm`, else `clipvalue`, the first that is set, as Keras does. */
export function clipGradients(
  math: Arithmetic,
  args: FunctionArguments,
  gradients: readonly Value[],
): readonly Value[] {
  const norm = args.optional('clipnorm') ?? 0;
  if (norm > 0) return gradients.map((gradient) => clipNorm(math, gradient, norm));
  const globalNorm = args.optional('global_clipnorm') ?? 0;
  if (globalNorm > 0) return clipGlobalNorm(math, gradients, globalNorm);
  const size = args.optional('clipvalue') ?? 0;
  return size > 0 ? gradients.map((gradient) => math.clip(gradient, -size, size)) : gradients;
}

/** g·clip/max(‖g‖, clip). */
function clipNorm(math: Arithmetic, gradient: Value, limit: number): Value {
  const norm = math.apply('Sqrt', math.sum(math.apply('Square', gradient)));
  return math.divide(math.multiply(gradient, limit), math.maximum(norm, limit));
}

/** All gradients by clip·min(1/‖all‖, 1/clip). */
function clipGlobalNorm(math: Arithmetic, gradients: readonly Value[], limit: number): readonly Value[] {
  const [first, ...rest] = gradients.map((gradient) => math.sum(math.apply('Square', gradient)));
  if (first === undefined) return [];
  const norm = math.apply(
    'Sqrt',
    rest.reduce((total, square) => math.add(total, square), first),
  );
  const scale = math.multiply(math.minimum(math.divide(1, norm), 1 / limit), limit);
  return gradients.map((gradient) => math.multiply(gradient, scale));
}
