import { merging } from './merging';

export const Average = merging({
  name: 'Average',
  aliases: ['average'],
  summary: 'Takes the mean of the tensors, element by element.',
  inputs: { min: 2, max: Infinity },
  join: (context, a, b) => context.apply('AddV2', [a, b]),
  finish: (context, joined, count) => context.apply('RealDiv', [joined, context.constant(count)]),
});
