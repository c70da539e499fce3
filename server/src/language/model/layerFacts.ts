import type { FieldStep, LayerArguments, LayerDefinition, LayerProblem, WeightDefinition } from '../layers/definition';
import { formatShape, type Shape } from './shape';

/** What a layer is on inputs of known shapes. */
export interface LayerFacts {
  readonly output: Shape | undefined;
  readonly problem: LayerProblem | undefined;
  readonly weights: readonly WeightDefinition[];
  readonly macs: number | null;
  readonly field: readonly FieldStep[] | 'whole' | undefined;
}

/** By arguments, which are interned, then by the shapes of the inputs. */
const remembered = new WeakMap<LayerArguments, Map<string, LayerFacts>>();

/** Shape, weights, cost and window of a layer; pure, and remembered from one analysis to the next. */
export function layerFacts(layer: LayerDefinition, shapes: readonly Shape[], args: LayerArguments): LayerFacts {
  let known = remembered.get(args);
  if (known === undefined || known.size > 200) {
    known = new Map();
    remembered.set(args, known);
  }
  const key = `${layer.name} ${shapes.map(formatShape).join(' ')}`;
  const present = known.get(key);
  if (present !== undefined) return present;
  const facts = compute(layer, shapes, args);
  known.set(key, facts);
  return facts;
}

/** The shape behind a layer, never a size that cannot be. */
export function inferOutput(
  layer: LayerDefinition,
  shapes: readonly Shape[],
  args: LayerArguments,
): { output: Shape | undefined; problem: LayerProblem | undefined } {
  const inference = layer.inferShape(shapes, args);
  if (!inference.ok) return { output: undefined, problem: inference.problem };
  const output = inference.output;
  if (output === undefined || output.every((size) => size === null || (Number.isSafeInteger(size) && size > 0))) {
    return { output, problem: undefined };
  }
  return {
    output: undefined,
    problem: { code: 'shape', message: `${layer.name} would give ${formatShape(output)}: too large`, fixes: [] },
  };
}

function compute(layer: LayerDefinition, shapes: readonly Shape[], args: LayerArguments): LayerFacts {
  const { output, problem } = inferOutput(layer, shapes, args);
  const macs = layer.macs === undefined ? 0 : output === undefined ? null : layer.macs(shapes, output, args);
  return {
    output,
    problem,
    weights: layer.weights?.(shapes, args) ?? [],
    macs,
    field: layer.receptiveField?.(shapes, args),
  };
}
