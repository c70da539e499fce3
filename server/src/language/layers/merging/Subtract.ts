import { merging } from './merging';

export const Subtract = merging({
  name: 'Subtract',
  aliases: ['subtract'],
  summary: 'Subtracts the second tensor from the first, element by element.',
  inputs: { min: 2, max: 2 },
  join: (context, a, b) => context.apply('Sub', [a, b]),
});
