import { summarize } from '../language/summary/summarize';
import { summaryTable } from '../language/summary/summaryTable';
import type { DocumentAnalysis } from '../language/model/graph';
import type { SummaryResult } from '../protocol/summaryRequest';

/** The table of a model for the editor: the same text that the command line prints. */
export function answerSummary(analysis: DocumentAnalysis, name: string): SummaryResult {
  const model = analysis.models.find(({ graph }) => graph.name === name);
  return model === undefined ? null : { text: summaryTable(summarize(model, analysis)) };
}
