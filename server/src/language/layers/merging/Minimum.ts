import { merging } from './merging';

export const Minimum = merging({
  name: 'Minimum',
  aliases: ['minimum'],
  summary: 'Takes the smallest of the tensors, element by element.',
  inputs: { min: 2, max: Infinity },
  join: (context, a, b) => context.apply('Minimum', [a, b]),
});
