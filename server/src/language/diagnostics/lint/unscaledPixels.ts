import type { DataAnalysis, GraphNode, ModelAnalysis } from '../../model/graph';
import type { Problem } from '../../model/problem';
import type { TrainDeclaration } from '../../syntax/tree';
import { insertStepAfter } from '../edits';
import { firstLine } from '../firstLine';

/** Values beyond this slow learning down; pixels reach 255. */
const large = 16;

/** `nn/unscaled`: pixels from 0 to 255 that reach the first weights as they are. */
export function unscaledPixels(
  declaration: TrainDeclaration,
  model: ModelAnalysis,
  data: DataAnalysis,
): readonly Problem[] {
  const parts = data.description?.parts ?? [];
  return model.graph.inputs.slice(0, 1).flatMap((input) => {
    const names = input.source?.parts;
    const part = parts.find(
      (candidate) =>
        candidate.range !== undefined &&
        candidate.shape.length === 3 &&
        (names === undefined || names.includes(candidate.name)),
    );
    if (part?.range === undefined) return [];
    const [low, high] = part.range;
    if (Math.max(Math.abs(low), Math.abs(high)) <= large) return [];
    if (isScaledInside(input, model.graph.nodes)) return [];
    const place = data.declaration.steps.at(-1) ?? data.declaration.source;
    const fixes = [{ title: 'add Rescaling(1/255) to the data', edits: [insertStepAfter(place, 'Rescaling(1/255)')] }];
    const message = firstLine(`${part.name} goes from ${low} to ${high}; networks learn better from 0 to 1`);
    return [{ code: 'nn/unscaled', severity: 'warning' as const, span: declaration.data, message, fixes }];
  });
}

/** Whether a layer before the first weights changes the range, or normalizes. */
function isScaledInside(input: GraphNode, nodes: readonly GraphNode[]): boolean {
  let current = input;
  for (;;) {
    const place = current;
    const next = nodes.find((node) => node.inputs.includes(place));
    if (next === undefined) return false;
    if (
      next.layer.onData?.range !== undefined ||
      next.layer.category === 'normalization' ||
      next.layer.category === 'merging'
    )
      return true;
    if (next.layer.category === 'preprocessing' && next.owner.weights.length > 0) return true;
    if (next.owner.weights.length > 0) return false;
    current = next;
  }
}
