import { layerRegistry } from '../../layers/registry';
import type { DocumentAnalysis } from '../../model/graph';
import { formatShape } from '../../model/shape';
import type { FlowStatement, SyntaxNode } from '../../syntax/tree';
import { measureNames } from '../callable';
import { resultsOf } from '../results';
import { namesOf, type Container } from '../target';
import type { CompletionDraft } from './item';
import { layerItem } from './steps';

/** Where a value of a flow starts: tensors, `input` or `in`, merging layers, and statement words where a line starts. */
export function statementItems(
  analysis: DocumentAnalysis,
  container: Container,
  flow: FlowStatement,
): readonly CompletionDraft[] {
  const tensors = tensorItems(container).filter((item) => item.label !== flow.name?.text);
  const shapes = tensors.map((item) => ({ ...item, detail: shapeOf(analysis, container, item.label) ?? item.detail }));
  const merging = layerRegistry.all
    .filter((definition) => definition.inputs.min > 1)
    .map((definition) => layerItem(definition, undefined));
  const isStart = flow.name === undefined && !flow.isOutput;
  const words = isStart ? [...(container.kind === 'Model' ? modelWords : []), ...bodyWords] : [];
  const inputs =
    container.kind === 'Model'
      ? [keyword('input', 'input ${1:28x28x1}', 'An input of the model: a shape or data.')]
      : [];
  return [...shapes, ...inputs, ...words, ...merging];
}

/** The tensors and parameters of a body; in a block also `in`. */
export function tensorItems(container: Container): readonly CompletionDraft[] {
  const names = [...namesOf(container)].filter(([, node]) => node.kind !== 'Layer');
  const items = names.map(([label, node]): CompletionDraft => ({
    label,
    kind: node.kind === 'Parameter' ? 'parameter' : 'tensor',
    rank: 0,
  }));
  return container.kind === 'Block' ? [...items, keyword('in', undefined, 'The input of the block.')] : items;
}

/** In `assert` and `if`: measures, totals and parameters. */
export function conditionItems(
  analysis: DocumentAnalysis,
  container: Container,
  path: readonly SyntaxNode[],
): readonly CompletionDraft[] {
  const names = tensorItems(container);
  if (!path.some((node) => node.kind === 'Assert'))
    return [...names.filter((item) => item.kind === 'parameter'), ...logicWords];
  const measures = measureNames().map((measure): CompletionDraft => ({
    label: measure.name,
    kind: 'function',
    rank: 0,
    documentation: measure.summary,
    snippet: `${measure.name}(\${1:${measure.parameters[0]?.name ?? 'x'}})`,
  }));
  const totals = ['params', 'macs', 'output'].map((label): CompletionDraft => ({ label, kind: 'value', rank: 0 }));
  const tensors = names.map((item) => ({ ...item, detail: shapeOf(analysis, container, item.label) }));
  return [...totals, ...measures, ...tensors, ...logicWords];
}

const bodyWords: readonly CompletionDraft[] = [
  keyword('layer', 'layer ${1:name} = ${0}', 'A layer whose weights are shared by its uses.'),
  keyword('assert', 'assert ${0}', 'A claim that is checked as one types.'),
];

const modelWords: readonly CompletionDraft[] = [
  keyword('output', 'output ${1:name} = ${0}', 'An output of the model.'),
];

const logicWords: readonly CompletionDraft[] = ['and', 'or', 'not', 'true', 'false'].map((word) => ({
  ...keyword(word, undefined, ''),
  rank: 4,
}));

function keyword(label: string, snippet: string | undefined, documentation: string): CompletionDraft {
  return { label, kind: 'keyword', rank: 1, snippet, documentation: documentation === '' ? undefined : documentation };
}

function shapeOf(analysis: DocumentAnalysis, container: Container, name: string): string | undefined {
  const around = analysis.file.declarations.find(
    (node) => node.kind === container.kind && node.name.text === container.name.text,
  );
  const node = around?.kind === 'Model' || around?.kind === 'Block' ? namesOf(around).get(name) : undefined;
  const result = node?.kind === 'Flow' ? resultsOf(analysis, node.steps.at(-1) ?? node.value).at(0) : undefined;
  return result === undefined ? undefined : formatShape(result.output);
}
