import type { BuildNode } from '../../model/buildNode';
import type { Candidate } from './candidate';

/** A use of a shared layer that cannot take its weights gets a layer of its own, written the same way. */
export function ownLayerCandidates(node: BuildNode): readonly Candidate[] {
  const { call, owner, file } = node.syntax;
  const statement = owner.body.statements.find(
    (other) => other.kind === 'Layer' && other.name.text === call?.callee.text,
  );
  if (call === undefined || statement?.kind !== 'Layer') return [];
  const text = file.text.slice(statement.call.start, statement.call.end);
  return [
    {
      title: `give it a ${node.layer.name} of its own`,
      edits: [{ span: { start: call.start, end: call.end }, newText: text }],
      changes: [{ node, isOwn: true }],
    },
  ];
}
