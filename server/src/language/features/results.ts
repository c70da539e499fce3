import type { DocumentAnalysis, ModelAnalysis, StepResult } from '../model/graph';
import type { SyntaxNode } from '../syntax/tree';

/** What a step, call or value gives, in every model that it takes part in. */
export function resultsOf(analysis: DocumentAnalysis, node: SyntaxNode): readonly StepResult[] {
  const key = node.kind === 'Step' ? node.call : node;
  return analysis.models.flatMap(
    (model) => resultsIn(model, node) ?? (key === node ? [] : (resultsIn(model, key) ?? [])),
  );
}

/** The different things of a list, in order, by their text. */
export function distinct<T>(items: readonly T[], text: (item: T) => string): readonly string[] {
  return [...new Set(items.map(text))];
}

function resultsIn(model: ModelAnalysis, node: SyntaxNode): readonly StepResult[] | undefined {
  return model.results.get(node);
}
