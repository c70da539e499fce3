import type { WeightDefinition } from '../layers/definition';
import type { GraphNode, LayerInstance, Totals } from './graph';
import { elementCount } from './shape';

/** Parameters of one layer; null while a size is unknown. `trainable` is the layer's own switch. */
export function weightTotals(
  weights: readonly WeightDefinition[] | undefined,
  trainable: boolean,
  macs: number | null,
): Totals {
  if (weights === undefined) return { params: null, trainable: null, nonTrainable: null, macs };
  let params = 0;
  let learned = 0;
  for (const weight of weights) {
    const count = elementCount(weight.shape);
    if (count === null) return { params: null, trainable: null, nonTrainable: null, macs };
    params += count;
    if (trainable && weight.trainable) learned += count;
  }
  return { params, trainable: learned, nonTrainable: params - learned, macs };
}

/** The sum over nodes, each layer's weights counted once however often it is used. */
export function sumTotals(nodes: Iterable<GraphNode>): Totals {
  const seen = new Set<LayerInstance>();
  let params: number | null = 0;
  let trainable: number | null = 0;
  let nonTrainable: number | null = 0;
  let macs: number | null = 0;
  for (const node of nodes) {
    macs = sum(macs, node.macs);
    if (seen.has(node.owner)) continue;
    seen.add(node.owner);
    params = sum(params, node.owner.params.params);
    trainable = sum(trainable, node.owner.params.trainable);
    nonTrainable = sum(nonTrainable, node.owner.params.nonTrainable);
  }
  return { params, trainable, nonTrainable, macs };
}

/** Unknown where one of them is. */
export function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
