import type { TextEdit } from '../../diagnostics/diagnostic';
import type { DocumentAnalysis, ModelAnalysis } from '../../model/graph';
import type { Preview } from '../codeAction';
import { formatChange, formatField } from '../quantities';

/**
 * What a change costs, found by trying it: `−96 params, receptive field 7x7`. Undefined when the change would
 * bring a new error, and so should not be offered.
 */
export function priceOf(analysis: DocumentAnalysis, edits: readonly TextEdit[], preview: Preview): string | undefined {
  const after = preview(applyEdits(analysis.file.text, edits));
  if (errorsOf(after) > errorsOf(analysis)) return undefined;
  const before = analysis.models.map(paramsOf);
  const change = sum(after.models.map(paramsOf)) - sum(before);
  const params = before.includes(null) && change === 0 ? undefined : `${formatChange(change)} params`;
  const fields = after.models.flatMap((model, index) => {
    const old = fieldOf(analysis.models[index]);
    const now = fieldOf(model);
    return old === now ? [] : [`receptive field ${old} → ${now}`];
  });
  return [params, ...(fields.length > 0 ? fields.slice(0, 1) : ['same receptive field'])]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** The text after edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const last = [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return last.reduce(
    (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
    text,
  );
}

function errorsOf({ diagnostics }: DocumentAnalysis): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

function paramsOf(model: ModelAnalysis): number | null {
  return model.graph.totals.params;
}

function fieldOf(model: ModelAnalysis | undefined): string {
  return (model?.graph.outputs ?? []).map(({ node }) => formatField(node.receptiveField)).join(', ');
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
