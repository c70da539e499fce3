import type { BuildNode } from '../../model/buildNode';
import type { Shape } from '../../model/shape';
import type { Call } from '../../syntax/tree';
import { walk } from '../../syntax/traverse';
import type { Fix, TextEdit } from '../diagnostic';
import { findArgument, setArgument } from '../edits';
import { positionOf } from '../positionOf';
import { withPrice } from '../price';
import { callArguments } from '../callArguments';
import { connectedTo, tryChanges, type Change } from './tryChanges';

/** A change of the text that may mend a problem, with what it does to the graph. */
export interface Candidate {
  /** `set padding=same on main's Conv2D`, without its price. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly changes: readonly Change[];
}

/**
 * Those candidates that, tried out, make a node fit (and give what `accepts` wants), each with its price; the
 * first of equal edits.
 */
export function proven(
  target: BuildNode,
  candidates: readonly Candidate[],
  most: number,
  accepts: (output: Shape) => boolean = () => true,
): readonly Fix[] {
  const fixes: Fix[] = [];
  for (const { title, edits, changes } of candidates) {
    if (fixes.length >= most) break;
    if (changes.some(({ node }) => node.syntax.uri !== target.syntax.uri)) continue;
    if (fixes.some((fix) => JSON.stringify(fix.edits) === JSON.stringify(edits))) continue;
    const outcome = tryChanges(target, changes);
    if (outcome !== undefined && accepts(outcome.output))
      fixes.push({ title: withPrice(title, outcome.output, outcome.params), edits });
  }
  return fixes;
}

/** Another value of a call's argument, wherever the call is expanded; undefined where a block's parameter gives it. */
export function argumentCandidate(node: BuildNode, name: string, value: string, title: string): Candidate | undefined {
  const { call } = node.syntax;
  if (call === undefined || hangsOnParameter(node, call, name)) return undefined;
  const changed = callArguments(`${node.layer.name}(${name}=${value})`)?.args[name];
  if (changed === undefined) return undefined;
  const changes = nodesOfCall(node, call).map((other) => ({ node: other, args: { ...other.args, [name]: changed } }));
  return { title, edits: [setArgument(call, name, value, (argument) => positionOf(node.layer, argument))], changes };
}

/** Every node that one call of the text makes. */
export function nodesOfCall(node: BuildNode, call: Call): readonly BuildNode[] {
  if (node.syntax.owner.kind === 'Model' && node.syntax.step?.repeat === undefined) return [node];
  const found = connectedTo(node).filter((other) => other.syntax.call === call);
  return found.length === 0 ? [node] : found;
}

/** Whether a merge is written in a block that is expanded more than once: numbers that fit one use need not fit another. */
export function isUsedOften(node: BuildNode): boolean {
  const { owner, expression } = node.syntax;
  return (
    owner.kind === 'Block' &&
    connectedTo(node).filter((other) => other.syntax.expression === expression && other.layer === node.layer).length > 1
  );
}

function hangsOnParameter(node: BuildNode, call: Call, name: string): boolean {
  const { owner } = node.syntax;
  const argument = findArgument(call, name, positionOf(node.layer, name));
  if (owner.kind !== 'Block' || argument === undefined) return false;
  const parameters = new Set(owner.parameters.map((parameter) => parameter.name.text));
  let hangs = false;
  walk(argument.value, (part) => {
    if (part.kind === 'Name' && parameters.has(part.text)) hangs = true;
  });
  return hangs;
}

/** The line that a node's call starts at, counted from 1. */
export function lineOf(node: BuildNode): number {
  const { call, expression, file } = node.syntax;
  return file.text.slice(0, (call ?? expression).start).split('\n').length;
}
