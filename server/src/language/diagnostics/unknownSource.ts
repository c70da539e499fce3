import type { SourceDefinition } from '../data/sourceDefinition';
import type { Problem } from '../model/problem';
import type { SourceExpression } from '../syntax/tree';
import { excerpt, firstLine } from './firstLine';
import { otherName } from './otherNames';
import { unknownName } from './unknownName';

/** `nn/unknown-source`. A source within a path of Python, such as `keras.datasets.mnist.load_data()`, is what is meant. */
export function unknownSource(source: SourceExpression, sources: readonly SourceDefinition[]): Problem {
  const names = sources.map(({ name }) => name);
  const words = source.path.map(({ text }) => text);
  const span = { start: source.path[0]?.start ?? source.start, end: source.path.at(-1)?.end ?? source.end };
  const meant = words.map((word) => otherName(word, names) ?? word).find((word) => names.includes(word));
  const name = words.join('.');
  if (meant === undefined || words.length === 1) return unknownName('source', name, span, names);
  const isEmpty = source.args?.items.length === 0;
  return {
    code: 'nn/unknown-source',
    span,
    message: firstLine(`There is no source '${excerpt(name, 30)}'; here it is ${meant}`),
    fixes: [
      {
        title: `change to ${meant}`,
        edits: [{ span: { ...span, end: isEmpty ? source.end : span.end }, newText: meant }],
      },
    ],
  };
}
