import type { DocumentAnalysis } from '../model/graph';
import type { Shape } from '../model/shape';
import type { Call, Step, SyntaxNode } from '../syntax/tree';
import { pathAt } from '../syntax/traverse';
import { argumentItems } from './completion/arguments';
import { declarationItems } from './completion/declarations';
import type { CompletionDraft } from './completion/item';
import { dataStepItems, stepItems } from './completion/steps';
import { dataItems, partItems, sourceItems } from './completion/data';
import { statementItems, tensorItems, conditionItems } from './completion/statements';
import { trainKeyItems, trainValueItems } from './completion/train';
import { defaultsItems, defaultsKeyItems, defaultsValueItems } from './completion/defaults';
import { argumentAt, placeAt, type Place } from './place';
import { resultsOf } from './results';
import { containerOf } from './target';

export interface CompletionItem extends CompletionDraft {
  readonly replace: { readonly start: number; readonly end: number };
}

/** What may stand at an offset, the likely first. */
export function completion(analysis: DocumentAnalysis, offset: number): readonly CompletionItem[] {
  const place = placeAt(analysis, offset);
  if (place === undefined) return [];
  const isCalled = analysis.file.text.charAt(place.replace.end) === '(';
  return itemsAt(analysis, place).map((item) => ({
    ...item,
    ...(isCalled && item.snippet !== undefined ? { snippet: undefined } : {}),
    replace: place.replace,
  }));
}

function itemsAt(analysis: DocumentAnalysis, place: Place): readonly CompletionDraft[] {
  const { path, name } = place;
  const parent = path.at(-2);
  if (name === undefined || parent === undefined) return isTopLevel(path, place) ? declarationItems() : [];
  switch (parent.kind) {
    case 'Defaults':
      return defaultsItems();
    case 'Train':
      return name === parent.data ? dataItems(analysis) : modelItems(analysis);
    case 'Source':
      return sourceItems(parent, name);
    case 'Input':
      return dataItems(analysis);
    case 'Entry':
      return keyItems(analysis, path);
    case 'Argument':
      return argumentsOf(analysis, place);
    case 'Call':
      return callItems(analysis, place, parent);
    default:
      return [];
  }
}

function callItems(analysis: DocumentAnalysis, place: Place, call: Call): readonly CompletionDraft[] {
  const { path } = place;
  const around = path.at(-3);
  const container = containerOf(path);
  const original = containerOf(pathAt(analysis.file, place.replace.start));
  if (around?.kind === 'Step' && around.call === call) {
    const declaration = path.find((node) => node.kind === 'Data');
    return declaration === undefined
      ? stepItems(analysis, original ?? container, incomingShape(analysis, path, around))
      : dataStepItems();
  }
  if (around?.kind === 'Layer') return stepItems(analysis, undefined, undefined);
  const input = path.findLast((node) => node.kind === 'Input');
  if (input?.kind === 'Input' && around?.kind === 'List') return partItems(analysis, input);
  if (argumentAt(path, place.replace.start) !== undefined) return argumentsOf(analysis, place);
  if (path.some((node) => node.kind === 'Train')) return trainValueItems(analysis, path);
  const defaults = path.find((node) => node.kind === 'Defaults');
  if (defaults?.kind === 'Defaults') return defaultsValueItems(defaults, path);
  if (container === undefined) return [];
  const isCondition = path.some((node) => node.kind === 'Assert') || isInGuard(path);
  if (isCondition) return conditionItems(analysis, container, path);
  if (around?.kind === 'Flow') return statementItems(analysis, container, around);
  return tensorItems(container);
}

function argumentsOf(analysis: DocumentAnalysis, place: Place): readonly CompletionDraft[] {
  const at = argumentAt(place.path, place.replace.start);
  return at === undefined ? [] : argumentItems(analysis, place, at);
}

function keyItems(analysis: DocumentAnalysis, path: readonly SyntaxNode[]): readonly CompletionDraft[] {
  const defaults = path.find((node) => node.kind === 'Defaults');
  if (defaults?.kind === 'Defaults') return defaultsKeyItems(defaults);
  const train = path.find((node) => node.kind === 'Train');
  return train?.kind === 'Train' ? trainKeyItems(analysis, train, path) : [];
}

function modelItems(analysis: DocumentAnalysis): readonly CompletionDraft[] {
  return [...analysis.scope.models.keys()].map((label) => ({ label, kind: 'model', rank: 0 }));
}

function isInGuard(path: readonly SyntaxNode[]): boolean {
  return path.some((node, index) => node.kind === 'Step' && path[index + 1] !== node.call);
}

/** The word at the start of a line outside all declarations. */
function isTopLevel(path: readonly SyntaxNode[], place: Place): boolean {
  if (path.length > 1) return false;
  const { text } = place.file;
  const lineStart =
    Math.max(text.lastIndexOf('\n', place.replace.start - 1), text.lastIndexOf('\r', place.replace.start - 1)) + 1;
  return text.slice(lineStart, place.replace.start).trim() === '';
}

/** What flows into a step: the result of what stands before it in the document as it was analysed. */
function incomingShape(analysis: DocumentAnalysis, path: readonly SyntaxNode[], step: Step): Shape | undefined {
  const flow = path.findLast((node) => node.kind === 'Flow');
  if (flow?.kind !== 'Flow') return undefined;
  const before = flow.steps[flow.steps.indexOf(step) - 1]?.call ?? flow.value;
  const nodes = pathAt(analysis.file, before.start)
    .filter((node) => node.start === before.start || node.kind === 'Step')
    .toReversed();
  for (const node of nodes) {
    const result = resultsOf(analysis, node).at(0);
    if (result?.output !== undefined) return result.output;
  }
  return undefined;
}
