import { isBuildNode } from '../../model/buildNode';
import type { ModelAnalysis } from '../../model/graph';
import type { Problem } from '../../model/problem';
import { formatShape } from '../../model/shape';
import { firstLine } from '../firstLine';
import { isChannelsFirst, lastFirst } from '../fixes/inputShapeFixes';

/** `nn/channels-first`: an image written as other libraries do, whose channels would be taken for its height. */
export function channelsFirst(model: ModelAnalysis): readonly Problem[] {
  return model.graph.inputs.flatMap((node) => {
    if (!isBuildNode(node) || node.syntax.expression.kind !== 'Input' || !isChannelsFirst(node.output)) return [];
    const { source } = node.syntax.expression;
    if (source.kind !== 'Shape' || !node.consumers.some((consumer) => consumer.layer.name.includes('2D'))) return [];
    const text = formatShape(lastFirst(node.output ?? []));
    return [
      {
        code: 'nn/channels-first',
        severity: 'warning' as const,
        span: source,
        message: firstLine(
          `${formatShape(node.output)} is an image of ${String(node.output?.[0])} row${node.output?.[0] === 1 ? '' : 's'}; channels stand last: ${text}`,
        ),
        fixes: [
          { title: `write input ${text}`, edits: [{ span: { start: source.start, end: source.end }, newText: text }] },
        ],
      },
    ];
  });
}
