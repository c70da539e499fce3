import { merging } from './merging';

export const Maximum = merging({
  name: 'Maximum',
  aliases: ['maximum'],
  summary: 'Takes the largest of the tensors, element by element.',
  inputs: { min: 2, max: Infinity },
  join: (context, a, b) => context.apply('Maximum', [a, b]),
});
