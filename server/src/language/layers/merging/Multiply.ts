import { merging } from './merging';

export const Multiply = merging({
  name: 'Multiply',
  aliases: ['multiply'],
  summary: 'Multiplies tensors element by element.',
  inputs: { min: 2, max: Infinity },
  join: (context, a, b) => context.apply('Mul', [a, b]),
});
