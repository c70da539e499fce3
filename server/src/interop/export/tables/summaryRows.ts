import type { DocumentAnalysis, ModelAnalysis } from '../../../language/model/graph';
import { summarize } from '../../../language/summary/summarize';

/** The summary of a model as texts, for tables in papers and pages. */
export interface SummaryRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** `93,322`. */
  readonly totals: { readonly params: string; readonly trainable: string; readonly macs: string };
}

/** Layer, kind, output shape, parameters; channels last, without the batch. */
export function summaryRows(model: ModelAnalysis, analysis: DocumentAnalysis): SummaryRows {
  const { layers, totals } = summarize(model, analysis);
  return {
    header: ['Layer', 'Type', 'Output', 'Parameters'],
    rows: layers.map(({ path, type, output, params }) => [path, type, sizes(output), count(params)]),
    totals: { params: count(totals.params), trainable: count(totals.trainable), macs: count(totals.macs) },
  };
}

function sizes(output: readonly (number | null)[] | null): string {
  return output === null
    ? '?'
    : output
        .slice(1)
        .map((size) => size ?? '?')
        .join(' × ');
}

function count(value: number | null): string {
  return value === null ? '?' : value.toLocaleString('en-US');
}
