import type { LayerArguments, ShapeInference } from '../definition';
import { numberOf } from '../readers';
import { argumentProblem } from '../shared/inference';

/** Layers whose noise grows with 1 / (1 − rate) cannot drop everything; Keras divides by zero there. */
export function wholeRateProblem(name: string, args: LayerArguments): ShapeInference | undefined {
  if (numberOf(args, 'rate') !== 1) return undefined;
  return argumentProblem(`${name}'s rate must be less than 1, got 1`, 'rate', [
    { kind: 'set', argument: 'rate', value: '0.5' },
  ]);
}
