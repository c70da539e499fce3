import type { DocumentAnalysis } from '../language/model/graph';
import type { FoundAssertion } from '../protocol/assertionsRequest';

/** Every assertion of a document in the order of the text, those of models with what they come to. */
export function answerAssertions(analysis: DocumentAnalysis): readonly FoundAssertion[] {
  const ofModels = analysis.models.flatMap(({ graph, assertions }) =>
    assertions.map(({ span, text, holds, explanation }): FoundAssertion => ({
      kind: 'model',
      owner: graph.name,
      text,
      start: span.start,
      end: span.end,
      holds: holds ?? null,
      explanation,
    })),
  );
  const ofTrains = analysis.trains.flatMap(({ name, declaration }) =>
    declaration.assertions.map(({ condition, start, end }): FoundAssertion => ({
      kind: 'train',
      owner: name,
      text: analysis.file.text.slice(condition.start, condition.end),
      start,
      end,
      holds: null,
      explanation: '',
    })),
  );
  return [...ofModels, ...ofTrains].sort((one, other) => one.start - other.start);
}
