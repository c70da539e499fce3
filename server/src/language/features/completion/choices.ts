import type { ParameterType } from '../../layers/definition';
import { activations } from '../../layers/functions/activations';
import { constraints } from '../../layers/functions/constraints';
import { initializers } from '../../layers/functions/initializers';
import { regularizers } from '../../layers/functions/regularizers';
import { schedules } from '../../model/train/schedules';
import type { CompletionDraft } from './item';

/** The words and functions that a type takes. */
export function choiceItems(type: ParameterType | { readonly kind: 'rate' } | undefined): readonly CompletionDraft[] {
  if (type === undefined) return [];
  const words = wordsOf(type);
  return 'optional' in type && type.optional ? [...words, valueItem('none', 'Nothing.')] : words;
}

export function valueItem(label: string, documentation?: string): CompletionDraft {
  return { label, kind: 'value', rank: 0, documentation };
}

function wordsOf(type: ParameterType | { readonly kind: 'rate' }): readonly CompletionDraft[] {
  switch (type.kind) {
    case 'boolean':
      return [valueItem('true'), valueItem('false')];
    case 'choice':
      return type.values.map((word) => valueItem(word));
    case 'rate':
      return schedules.map(({ name, summary }) => valueItem(name, summary));
    case 'activation':
      return activations.all.map(({ name, summary }) => valueItem(name, summary));
    case 'initializer':
      return initializers.all.map(({ name, summary }) => valueItem(name, summary));
    case 'regularizer':
      return regularizers.all.map(({ name, summary }) => valueItem(name, summary));
    case 'constraint':
      return constraints.all.map(({ name, summary }) => valueItem(name, summary));
    default:
      return [];
  }
}
