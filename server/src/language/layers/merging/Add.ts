import { merging } from './merging';

export const Add = merging({
  name: 'Add',
  aliases: ['add'],
  summary: 'Adds tensors element by element.',
  inputs: { min: 2, max: Infinity },
  join: (context, a, b) => context.apply('AddV2', [a, b]),
});
