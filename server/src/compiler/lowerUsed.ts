import type { Value } from '../language/layers/lowering';
import type { GraphNode } from '../language/model/graph';
import { isPooling, paddedLength, spatialOutput, windowOfNode, type Extents } from './usedExtents';

/** The input of a convolution without padding that gives just what is used of a node's output. */
export interface UsedInput {
  /** Places kept of the input's spatial axes. */
  readonly kept: readonly number[];
  /** Zeros around them, by spatial axis: before and behind. */
  readonly padding: readonly (readonly [number, number])[];
}

/** Multiply-accumulates that must be saved for each value that is copied for it. */
const savedForCopy = 32;

/**
 * How a convolution is to see its input so that it computes what is used alone. Undefined where it is to be lowered as
 * it stands: no convolution, all is used, or the copy of the input would cost more than it saves.
 */
export function usedInput(node: GraphNode, input: Value, used: Extents): UsedInput | undefined {
  const window = windowOfNode(node);
  const [source] = node.inputs;
  if (window === undefined || source === undefined || isPooling(node)) return undefined;
  const all = spatialOutput(node);
  const places = used === 'all' ? all : used;
  const given = input.shape.slice(1, -1).map(Number);
  const shapes = window.map((step, axis) => {
    const length = paddedLength(step, places[axis] ?? 0);
    const kept = Math.min(given[axis] ?? 0, length - step.before);
    return { kept, padding: [step.before, length - step.before - kept] as const };
  });
  const found = { kept: shapes.map(({ kept }) => kept), padding: shapes.map(({ padding }) => padding) };
  // An input that is not whole has lost the end from which the layer would tell its padding.
  if (!same(given, spatialOutput(source))) return found;
  const count = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);
  const copied =
    count(shapes.map(({ kept, padding: [before, behind] }) => before + kept + behind)) * (input.shape.at(-1) ?? 1);
  const saved = (node.macs ?? 0) * (1 - count(places) / count(all));
  return saved > savedForCopy * copied ? found : undefined;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.every((size, axis) => size === b[axis]);
}
