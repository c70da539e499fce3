import { expect, test } from 'vitest';
import { estimateMemory } from '../../../server/src/compiler/memory';
import { functionValue, programOf } from '../../helpers/compileText';

test('the memory of prediction is that of its widest moment, and the weights', () => {
  const program = programOf('model M {\n  input 4 -> Dense(100) -> Dense(2)\n}', { optimizer: functionValue('Adam') });
  const weights = 4 * (4 * 100 + 100 + 100 * 2 + 2);
  const { activations, variables } = estimateMemory(program, 10, 'predict');
  // MatMul and BiasAdd of the wide layer stand side by side for a moment.
  expect(activations).toBe(4 * 10 * (100 + 100));
  // Two slots a weight and the count of the steps.
  expect(variables).toBe(3 * weights + 4);
});

test('training needs more for a greater batch, and more than prediction', () => {
  const program = programOf('model M {\n  input 8x8x3 -> Conv2D(8, 3) -> Flatten -> Dense(2)\n}', {});
  const [small, great] = [10, 20].map((batch) => estimateMemory(program, batch).activations);
  expect(great).toBeGreaterThan(Number(small));
  expect(small).toBeGreaterThan(estimateMemory(program, 10, 'predict').activations);
});
