import { isBuildNode } from '../../model/buildNode';
import type { GraphNode } from '../../model/graph';
import type { Problem } from '../../model/problem';
import { elementCount } from '../../model/shape';
import { setArgument } from '../edits';
import { firstLine, grouped } from '../firstLine';
import { positionOf } from '../positionOf';

/**
 * `nn/bias-before-norm`: a bias that batch normalization takes away again, since it subtracts the mean and
 * has an offset of its own.
 */
export function biasBeforeNormalization(node: GraphNode, consumers: readonly GraphNode[]): readonly Problem[] {
  const [next] = consumers;
  const bias = node.owner.weights.find((weight) => weight.name === 'bias');
  if (bias === undefined || next === undefined || consumers.length !== 1 || !isBuildNode(node)) return [];
  const names = next.owner.weights.map((weight) => weight.name);
  if (
    !names.includes('moving_mean') ||
    !names.includes('beta') ||
    node.args['use_bias'] !== true ||
    !isLinear(node.args['activation'])
  )
    return [];
  const { call } = node.syntax;
  if (call === undefined) return [];
  const saved = elementCount(bias.shape);
  const title = `set use_bias=false${saved === null ? '' : ` (−${grouped(saved)} params)`}`;
  return [
    {
      code: 'nn/bias-before-norm',
      severity: 'info',
      span: call.callee,
      message: firstLine(`${node.layer.name}'s bias has no effect: ${next.layer.name} subtracts it`),
      fixes: [{ title, edits: [setArgument(call, 'use_bias', 'false', (name) => positionOf(node.layer, name))] }],
    },
  ];
}

function isLinear(activation: unknown): boolean {
  if (activation === null || activation === undefined || activation === 'linear') return true;
  return typeof activation === 'object' && 'name' in activation && activation.name === 'linear';
}
