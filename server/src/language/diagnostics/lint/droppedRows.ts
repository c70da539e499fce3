import { isBuildNode } from '../../model/buildNode';
import type { GraphNode } from '../../model/graph';
import type { Problem } from '../../model/problem';
import { inferOutput } from '../../model/layerFacts';
import { setArgument } from '../edits';
import { firstLine } from '../firstLine';
import { positionOf } from '../positionOf';
import { withPrice } from '../price';

/** From this share of an axis on, rows that pooling never looks at are worth a word. */
const worthTelling = 0.1;

/** `nn/dropped-rows`: a pooling window that does not fill the input leaves its last rows out. */
export function droppedRows(node: GraphNode): readonly Problem[] {
  const input = node.inputs[0]?.output;
  if (node.layer.category !== 'pooling' || input === undefined || !isBuildNode(node)) return [];
  const { call } = node.syntax;
  const field = node.layer.receptiveField?.([input], node.args);
  if (call === undefined || field === undefined || field === 'whole' || node.args['padding'] !== 'valid') return [];
  for (const [axis, step] of field.entries()) {
    const size = input[axis] ?? null;
    if (size === null) continue;
    const dropped = (size - ((step.size - 1) * step.dilation + 1)) % step.stride;
    if (dropped <= 0 || dropped / size < worthTelling) continue;
    const same = inferOutput(node.layer, [input], { ...node.args, padding: 'same' }).output;
    const fix = {
      title: withPrice('set padding=same', same, 0),
      edits: [setArgument(call, 'padding', 'same', (name) => positionOf(node.layer, name))],
    };
    const message = firstLine(
      `${node.layer.name} leaves out the last ${dropped} of ${size} rows: ${size} does not divide by ${step.stride}`,
    );
    return [{ code: 'nn/dropped-rows', severity: 'info', span: call.callee, message, fixes: [fix] }];
  }
  return [];
}
