import { describeGraph, findProblem } from '../language/graph/describeGraph';
import type { DocumentAnalysis } from '../language/model/graph';
import type { GraphResult } from '../protocol/graphRequest';

/** What there is to draw of a model as its document stands. */
export function answerGraph(analysis: DocumentAnalysis, name: string): GraphResult {
  const model = analysis.models.find(({ graph }) => graph.name === name);
  if (model === undefined) return null;
  const problem = findProblem(model, analysis);
  return {
    version: analysis.version,
    picture: describeGraph(model, analysis),
    sound: problem === undefined,
    ...(problem === undefined ? {} : { problem: { message: problem.message, ...problem.span } }),
  };
}
