import type { LayerArguments } from '../../../language/layers/definition';

/** The ends of `value_range`, the smaller first; [0, 255] without it. */
export function valueRange(args: LayerArguments): readonly [number, number] {
  const given: unknown = args['value_range'];
  const [first, second] = Array.isArray(given) ? (given as readonly unknown[]) : [];
  if (typeof first !== 'number' || typeof second !== 'number') return [0, 255];
  return [Math.min(first, second), Math.max(first, second)];
}
