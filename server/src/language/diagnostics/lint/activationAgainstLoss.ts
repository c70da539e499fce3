import { isBuildNode, type BuildNode } from '../../model/buildNode';
import type { GraphNode } from '../../model/graph';
import type { Problem } from '../../model/problem';
import { layerRegistry } from '../../layers/registry';
import type { OutputReading } from '../../model/train/readOutputs';
import type { Expression, TrainDeclaration } from '../../syntax/tree';
import { callArguments } from '../callArguments';
import type { Fix } from '../diagnostic';
import { removeArgument, setArgument } from '../edits';
import { firstLine } from '../firstLine';
import { argumentCandidate, proven, type Candidate } from '../fixes/candidate';
import { remove } from '../fixes/removalFixes';
import { outputPlace } from './targetShape';

/**
 * `nn/activation`: the last activation and the loss do not belong together: cross-entropies need softmax
 * or sigmoid, or from_logits without them.
 */
export function activationAgainstLoss(reading: OutputReading, declaration: TrainDeclaration): readonly Problem[] {
  const { loss, output } = reading;
  if (loss === undefined) return [];
  const found = lastActivation(output.node);
  if (found === undefined) return [];
  const name = loss.definition.name;
  const wanted = name.includes('binary')
    ? 'sigmoid'
    : name.includes('categorical_') && name.includes('crossentropy')
      ? 'softmax'
      : undefined;
  if (wanted === undefined) return [];
  const fromLogits = loss.value.args['from_logits'] === true;
  const span = reading.lossNode ?? declaration.model;
  const problem = (message: string, fixes: readonly Fix[]): readonly Problem[] => [
    {
      code: 'nn/activation',
      severity: 'warning',
      span,
      message: firstLine(message),
      related: outputPlace(found.node),
      fixes,
    },
  ];
  if (fromLogits && (found.activation === 'softmax' || found.activation === 'sigmoid')) {
    return problem(`from_logits=true, but the output has gone through ${found.activation} already`, [
      ...activationFixes(output.node, found.node, 'linear'),
      ...withoutLogits(reading.lossNode),
    ]);
  }
  if (fromLogits || found.activation === wanted) return [];
  const units = output.node.output?.at(-1);
  if (wanted === 'softmax' && units === 1)
    return problem(`${name} needs one output a class; a single one is always 1`, []);
  const fixes = [
    ...activationFixes(output.node, found.node, wanted),
    ...(found.activation === 'linear' ? withLogits(reading.lossNode) : []),
  ];
  return problem(
    `${name} needs ${wanted} at the end, the output has ${found.activation === 'linear' ? 'none' : found.activation}`,
    fixes,
  );
}

/** The activation that the output has gone through; undefined when that cannot be told. */
function lastActivation(node: GraphNode): { readonly node: GraphNode; readonly activation: string } | undefined {
  const activation = node.args['activation'];
  if (typeof activation === 'string') return { node, activation };
  if (typeof activation === 'object' && activation !== null && 'name' in activation)
    return { node, activation: activation.name };
  if (node.layer.category === 'activation') return { node, activation: node.layer.name.toLowerCase() };
  if (node.owner.weights.length > 0) return { node, activation: 'linear' };
  const [input] = node.inputs;
  const passesOn = node.layer.category === 'reshaping' || node.layer.category === 'regularization';
  return input !== undefined && passesOn ? lastActivation(input) : undefined;
}

function activationFixes(output: GraphNode, node: GraphNode, wanted: string): readonly Fix[] {
  if (!isBuildNode(output) || !isBuildNode(node) || node.origin.length > 1) return [];
  return proven(output, activationCandidates(node, wanted), 1);
}

function activationCandidates(node: BuildNode, wanted: string): readonly Candidate[] {
  if (node.layer.parameters.some(({ name }) => name === 'activation')) {
    const candidate = argumentCandidate(node, 'activation', wanted, `set activation=${wanted}`);
    return candidate === undefined ? [] : [candidate];
  }
  if (wanted === 'linear') return remove(node, '');
  const { call } = node.syntax;
  const text = layerRegistry.all.find(
    (layer) => layer.category === 'activation' && layer.name.toLowerCase() === wanted,
  )?.name;
  const replaced = text === undefined ? undefined : callArguments(text);
  if (call === undefined || text === undefined || replaced === undefined || node.layer.category !== 'activation')
    return [];
  return [
    {
      title: `use ${text}`,
      edits: [{ span: { start: call.start, end: call.end }, newText: text }],
      changes: [{ node, layer: replaced.layer, args: replaced.args }],
    },
  ];
}

function withLogits(loss: Expression | undefined): readonly Fix[] {
  return loss?.kind === 'Call'
    ? [
        {
          title: 'tell the loss: from_logits=true (+0 params)',
          edits: [setArgument(loss, 'from_logits', 'true', () => -1)],
        },
      ]
    : [];
}

function withoutLogits(loss: Expression | undefined): readonly Fix[] {
  const edit = loss?.kind === 'Call' ? removeArgument(loss, 'from_logits', () => -1) : undefined;
  return edit === undefined ? [] : [{ title: 'remove from_logits (+0 params)', edits: [edit] }];
}
