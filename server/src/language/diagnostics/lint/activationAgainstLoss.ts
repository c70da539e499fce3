import { isBuildNode } from '../../model/buildNode';
import type { GraphNode } from '../../model/graph';
import type { Problem } from '../../model/problem';
import type { OutputReading } from '../../model/train/readOutputs';
import type { TrainDeclaration } from '../../syntax/tree';
import type { Fix } from '../diagnostic';
import { setArgument } from '../edits';
import { firstLine } from '../firstLine';
import { positionOf } from '../positionOf';

/**
 * `nn/activation`: the last activation and the loss do not belong together: cross-entropies need softmax
 * or sigmoid, or from_logits without them; a squared error cannot reach beyond an activation's range.
 */
export function activationAgainstLoss(reading: OutputReading, declaration: TrainDeclaration): readonly Problem[] {
  const { loss, output } = reading;
  if (loss === undefined) return [];
  const found = lastActivation(output.node);
  if (found === undefined) return [];
  const name = loss.definition.name;
  const wanted = name.includes('binary') ? 'sigmoid' : name.includes('categorical_') && name.includes('crossentropy') ? 'softmax' : undefined;
  if (wanted === undefined) return [];
  const fromLogits = loss.value.args['from_logits'] === true;
  const span = reading.lossNode ?? declaration.model;
  const related = output.node.origin.slice(0, 1).map((location) => ({ message: `the last activation: ${found.activation}`, location }));
  const problem = (message: string, fixes: readonly Fix[]): readonly Problem[] => [{ code: 'nn/activation', severity: 'warning', span, message: firstLine(message), related, fixes }];
  if (fromLogits && (found.activation === 'softmax' || found.activation === 'sigmoid')) {
    return problem(`from_logits=true, but the output has gone through ${found.activation} already`, fix(found.node, 'linear'));
  }
  if (fromLogits || found.activation === wanted || (found.activation === 'sigmoid' && wanted === 'softmax' && name.includes('focal'))) return [];
  const units = output.node.output?.at(-1);
  if (wanted === 'softmax' && units === 1) return problem(`${name} needs one output a class; a single one is always 1`, []);
  return problem(`${name} needs ${wanted} at the end, the output has ${found.activation === 'linear' ? 'none' : found.activation}`, fix(found.node, wanted));
}

/** The activation that the output has gone through; undefined when that cannot be told. */
function lastActivation(node: GraphNode): { readonly node: GraphNode; readonly activation: string } | undefined {
  const activation = node.args['activation'];
  if (typeof activation === 'string') return { node, activation };
  if (typeof activation === 'object' && activation !== null && 'name' in activation) return { node, activation: activation.name };
  if (node.layer.category === 'activation') return { node, activation: node.layer.name.toLowerCase() };
  if (node.owner.weights.length > 0) return { node, activation: 'linear' };
  const [input] = node.inputs;
  const passesOn = node.layer.category === 'reshaping' || node.layer.category === 'regularization';
  return input !== undefined && passesOn ? lastActivation(input) : undefined;
}

function fix(node: GraphNode, activation: string): readonly Fix[] {
  const call = isBuildNode(node) ? node.syntax.call : undefined;
  if (call === undefined || node.origin.length > 1 || !node.layer.parameters.some(({ name }) => name === 'activation')) return [];
  return [{ title: `set activation=${activation}`, edits: [setArgument(call, 'activation', activation, (name) => positionOf(node.layer, name))] }];
}
