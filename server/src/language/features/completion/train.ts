import type { DocumentAnalysis } from '../../model/graph';
import { callbacks } from '../../model/train/callbacks';
import { trainKeys } from '../../model/train/keys';
import { losses } from '../../model/train/losses';
import { metrics } from '../../model/train/metrics';
import { optimizers } from '../../model/train/optimizers';
import type { SyntaxNode, TrainDeclaration } from '../../syntax/tree';
import { namesOf } from '../target';
import { valueItem } from './choices';
import type { CompletionDraft } from './item';

/** Keys not given yet; inside a map by output, the outputs. */
export function trainKeyItems(
  analysis: DocumentAnalysis,
  train: TrainDeclaration,
  path: readonly SyntaxNode[],
): readonly CompletionDraft[] {
  const entries = path.filter((node) => node.kind === 'Entry');
  if (entries.length > 1) return outputItems(analysis, train);
  const given = new Set(train.map.entries.map(({ key }) => (key.kind === 'Name' ? key.text : '')));
  const keys = trainKeys.filter(({ name }) => !given.has(name));
  return keys.map((key, index) => ({
    label: `${key.name}:`,
    kind: 'key',
    rank: key.name === 'loss' ? 0 : 1 + index / 1000,
    detail: key.default === undefined ? undefined : `default ${key.default}`,
    documentation: key.summary,
  }));
}

/** Values for the key that is being written. */
export function trainValueItems(analysis: DocumentAnalysis, path: readonly SyntaxNode[]): readonly CompletionDraft[] {
  const train = path.find((node) => node.kind === 'Train');
  const entry = path.find((node) => node.kind === 'Entry');
  if (train?.kind !== 'Train' || entry?.kind !== 'Entry' || entry.key.kind !== 'Name') return [];
  switch (entry.key.text) {
    case 'optimizer':
      return functions(
        optimizers.flatMap(({ name, aliases, summary }) =>
          [name, ...aliases].map((label) => ({ name: label, summary })),
        ),
      );
    case 'loss':
      return functions(losses);
    case 'metrics':
      return functions(metrics);
    case 'callbacks':
      return functions(callbacks);
    case 'shuffle':
      return [valueItem('true'), valueItem('false')];
    case 'validation_data':
      return [valueItem('test', 'The test part of the data.')];
    case 'target':
      return partNames(analysis, train).map((label) => ({ label, kind: 'part', rank: 0 }));
    case 'weights':
      return analysis.trains
        .filter(({ declaration }) => declaration.name !== undefined)
        .map(({ name }) => ({ label: name, kind: 'train', rank: 0 }));
    case 'freeze':
      return modelNames(analysis, train);
    default:
      return [];
  }
}

function functions(
  definitions: readonly { readonly name: string; readonly summary: string }[],
): readonly CompletionDraft[] {
  return definitions.map(({ name, summary }) => valueItem(name, summary));
}

function outputItems(analysis: DocumentAnalysis, train: TrainDeclaration): readonly CompletionDraft[] {
  const model = analysis.scope.models.get(train.model.text);
  if (model === undefined) return [];
  const outputs = [...namesOf(model.node)].filter(([, node]) => node.kind === 'Flow' && node.isOutput);
  return outputs.map(([name]) => ({ label: `${name}:`, kind: 'key', rank: 0 }));
}

function modelNames(analysis: DocumentAnalysis, train: TrainDeclaration): readonly CompletionDraft[] {
  const model = analysis.scope.models.get(train.model.text);
  if (model === undefined) return [];
  return [...namesOf(model.node)].map(([label, node]) => ({
    label,
    kind: node.kind === 'Layer' ? 'layer' : 'tensor',
    rank: node.kind === 'Layer' ? 0 : 1,
  }));
}

function partNames(analysis: DocumentAnalysis, train: TrainDeclaration): readonly string[] {
  const data = analysis.data.find(({ declaration }) => declaration.name.text === train.data.text);
  return data?.description?.parts.map(({ name }) => name) ?? [];
}
