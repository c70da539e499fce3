import type { BuildNode } from '../../model/buildNode';
import { argumentCandidate, lineOf, type Candidate } from './candidate';

/** How many windows before a problem are looked at. */
const reach = 24;

/** `padding=same` for one of the windows before a node, nearest first, or for all of them together. */
export function paddingCandidates(target: BuildNode): readonly Candidate[] {
  const single = windowsBefore(target).flatMap(
    (node) =>
      argumentCandidate(node, 'padding', 'same', `set padding=same on ${node.layer.name}, line ${lineOf(node)}`) ?? [],
  );
  if (single.length < 2) return single;
  const all: Candidate = {
    title: `set padding=same on ${single.length} layers`,
    edits: single.flatMap(({ edits }) => edits),
    changes: single.flatMap(({ changes }) => changes),
  };
  return [...single, all];
}

function windowsBefore(target: BuildNode): readonly BuildNode[] {
  const reached = new Set<BuildNode>(target.inputs);
  const calls = new Set<object>();
  const found: BuildNode[] = [];
  for (const node of reached) {
    if (reached.size > 200 || found.length >= reach) break;
    for (const input of node.inputs) reached.add(input);
    const { call } = node.syntax;
    if (node.args['padding'] !== 'valid' || call === undefined || calls.has(call)) continue;
    calls.add(call);
    found.push(node);
  }
  return found;
}
