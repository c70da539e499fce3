import { sources } from '../../data/sources';
import type { DocumentAnalysis } from '../../model/graph';
import { formatShape } from '../../model/shape';
import type { InputExpression, Name, SourceExpression } from '../../syntax/tree';
import type { CompletionDraft } from './item';

/** The data of the file and of its imports. */
export function dataItems(analysis: DocumentAnalysis): readonly CompletionDraft[] {
  return [...analysis.scope.data.keys()].map((label) => {
    const parts = analysis.data.find(({ declaration }) => declaration.name.text === label)?.description?.parts;
    return {
      label,
      kind: 'data',
      rank: 0,
      detail: parts?.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(', '),
    };
  });
}

/** The parts of an example that `input NAME[…]` may pick. */
export function partItems(analysis: DocumentAnalysis, input: InputExpression): readonly CompletionDraft[] {
  const name = input.source.kind === 'Name' ? input.source.text : '';
  const parts = analysis.data.find(({ declaration }) => declaration.name.text === name)?.description?.parts ?? [];
  return parts.map((part) => ({ label: part.name, kind: 'part', rank: 0, detail: formatShape(part.shape) }));
}

/** The built-in sources; behind `shapes.` the names of its group. */
export function sourceItems(source: SourceExpression, name: Name): readonly CompletionDraft[] {
  const group = source.path
    .slice(0, source.path.indexOf(name))
    .map(({ text }) => `${text}.`)
    .join('');
  return sources
    .filter((candidate) => candidate.name.startsWith(group))
    .map((candidate) => ({
      label: candidate.name.slice(group.length),
      kind: 'data',
      rank: 0,
      documentation: candidate.summary,
    }));
}
