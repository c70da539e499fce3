import type { LayerFix, LayerProblem } from '../layers/definition';
import { normalizeArguments } from '../layers/arguments';
import { layerRegistry } from '../layers/registry';
import type { BuildNode } from '../model/buildNode';
import type { Problem } from '../model/problem';
import { argumentFix } from './argumentProblem';
import type { Fix, RelatedInformation } from './diagnostic';
import { findArgument, insertStepBefore } from './edits';
import { callArguments } from './callArguments';
import { firstLine } from './firstLine';
import { proven, type Candidate } from './fixes/candidate';
import { channelsLastCandidates, hasOpenBatch, rankCandidates } from './fixes/inputShapeFixes';
import { fixedKernelCandidates } from './fixes/fixedKernelFixes';
import { ownLayerCandidates } from './fixes/ownLayerFix';
import { paddingCandidates } from './fixes/paddingFixes';
import { removalCandidates } from './fixes/removalFixes';
import { mergeCandidates } from './mergeFixes';
import { positionOf } from './positionOf';

/** More fixes than this for one problem are a choice too many. */
const mostFixes = 4;

/**
 * `nn/shape`, `nn/rank`, …: a layer that does not fit its input, with where the input came from and those
 * fixes that, tried out, make it and everything behind it fit.
 */
export function layerProblem(node: BuildNode, problem: LayerProblem, related: readonly RelatedInformation[]): Problem {
  const { call, expression } = node.syntax;
  const argument =
    call === undefined || problem.argument === undefined
      ? undefined
      : findArgument(call, problem.argument, positionOf(node.layer, problem.argument));
  return {
    code: `nn/${problem.code}`,
    span: argument ?? call?.callee ?? expression,
    message: firstLine(problem.message),
    related,
    fixes: fixesFor(node, problem),
  };
}

/** Channels that stand first explain everything: no other fix would be meant then. */
function fixesFor(node: BuildNode, problem: LayerProblem): readonly Fix[] {
  const channelsLast = proven(node, channelsLastCandidates(node), 1);
  return channelsLast.length > 0 ? channelsLast : proven(node, candidatesFor(node, problem), mostFixes);
}

function candidatesFor(node: BuildNode, problem: LayerProblem): readonly Candidate[] {
  const isRank = problem.code === 'rank';
  const own = problem.fixes
    .filter((fix) => fix.kind !== 'replace-layer' || !hasOpenBatch(node))
    .flatMap((fix) => layerFix(node, fix));
  if (problem.code === 'shared') return ownLayerCandidates(node);
  if (node.inputs.length > 1) return mergeCandidates(node, problem.input ?? 1).concat(own);
  const isWindow = problem.code === 'shape' && node.args['padding'] !== undefined;
  const others =
    isRank || problem.code === 'shape'
      ? [...removalCandidates(node), ...(isWindow ? paddingCandidates(node) : [])]
      : [];
  return [...(isRank ? rankCandidates(node) : []), ...own, ...fixedKernelCandidates(node), ...others];
}

function layerFix(node: BuildNode, fix: LayerFix): readonly Candidate[] {
  const { call, step, file } = node.syntax;
  if (call === undefined) return [];
  if (fix.kind === 'insert-before') {
    const input = fix.input ?? 0;
    const isGuess = callArguments(fix.call)?.layer.name === 'Reshape' && !comesFromInput(node);
    if (step === undefined || input !== 0 || isGuess) return [];
    return [
      {
        title: `put ${fix.call} before ${node.layer.name}`,
        edits: [insertStepBefore(file, step, fix.call)],
        changes: [{ node, before: { input, call: fix.call } }],
      },
    ];
  }
  const layer = fix.kind === 'replace-layer' ? layerRegistry.get(fix.layer) : node.layer;
  const args = layer === undefined ? undefined : changedArguments(node, fix);
  if (layer === undefined || args === undefined) return [];
  return argumentFix(call, node.layer, fix).map(({ title, edits }) => ({
    title,
    edits,
    changes: [{ node, layer, args }],
  }));
}

/** Whether only layers without weights stand between an input and a node: its numbers are those of the data. */
function comesFromInput(node: BuildNode): boolean {
  for (let current = node.inputs[0]; current !== undefined; current = current.inputs[0]) {
    if (current.inputs.length === 0) return true;
    if (
      current.inputs.length > 1 ||
      current.layer.weights !== undefined ||
      current.layer.category === 'pooling' ||
      current.layer.category === 'reshaping'
    )
      return false;
  }
  return false;
}

function changedArguments(node: BuildNode, fix: LayerFix) {
  if (fix.kind === 'set') {
    const value = callArguments(`${node.layer.name}(${fix.argument}=${fix.value})`)?.args[fix.argument];
    return value === undefined ? undefined : { ...node.args, [fix.argument]: value };
  }
  if (fix.kind === 'remove') {
    const parameter = node.layer.parameters.find(({ name }) => name === fix.argument);
    const normal = normalizeArguments(node.layer, []).args[fix.argument];
    const isOptional = parameter?.default !== undefined || parameter?.unless !== undefined;
    return isOptional ? { ...node.args, [fix.argument]: parameter.default === undefined ? null : normal } : undefined;
  }
  return fix.kind === 'replace-layer'
    ? { ...normalizeArguments(layerRegistry.get(fix.layer) ?? node.layer, []).args, ...node.args }
    : undefined;
}
