import { describe, expect, test } from 'vitest';
import { initialVariables, resolveInitializer } from '../../../server/src/compiler/initializers';
import type { Program } from '../../../server/src/compiler/program';
import { functionValue } from '../../helpers/compileText';

/** The start values of one variable. */
function draw(
  name: string,
  shape: readonly number[],
  args: { readonly [name: string]: number | string } = {},
  seed = 1,
): Float32Array | Int32Array {
  const initializer = resolveInitializer(functionValue(name, args), shape, 99);
  const program: Program = {
    name: 'M',
    separable: true,
    functions: {},
    variables: [{ name: 'w', dtype: 'float32', shape, role: 'weight', trainable: true, initializer }],
  };
  const value = initialVariables(program, seed).get('w');
  if (value === undefined) throw new Error('no value');
  return value.data;
}

function moments(values: ArrayLike<number>): { mean: number; deviation: number; greatest: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const deviation = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
  return { mean, deviation, greatest: list.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
}

describe('initializers', () => {
  // 3·3·20 inputs and 3·3·30 outputs.
  const kernel = [3, 3, 20, 30];
  test.each([
    ['glorot_uniform', 2 / (180 + 270)],
    ['glorot_normal', 2 / (180 + 270)],
    ['he_uniform', 2 / 180],
    ['he_normal', 2 / 180],
    ['lecun_uniform', 1 / 180],
    ['lecun_normal', 1 / 180],
  ])('%s has the variance that Keras intends', (name, variance) => {
    const { mean, deviation, greatest } = moments(draw(name, kernel));
    const wanted = Math.sqrt(variance);
    expect(Math.abs(mean)).toBeLessThan(0.05 * wanted);
    expect(deviation / wanted).toBeCloseTo(1, 1);
    // Uniform ends at √3 deviations, a normal is cut at two of the uncut one's.
    const bound = name.endsWith('uniform') ? Math.sqrt(3) * wanted : (2 * wanted) / 0.87962566103423978;
    expect(greatest).toBeLessThanOrEqual(bound * 1.000001);
    expect(greatest).toBeGreaterThan(bound * 0.98);
  });

  test('truncated_normal keeps its own deviation before the cut', () => {
    const { deviation, greatest } = moments(draw('truncated_normal', [100, 50], { stddev: 2 }));
    expect(deviation).toBeCloseTo(2 * 0.8796, 1);
    expect(greatest).toBeLessThanOrEqual(4);
  });

  test('minval 0 stays 0', () => {
    const values = Array.from(draw('random_uniform', [1000], { minval: 0, maxval: 2 }));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeGreaterThan(1.9);
  });

  test.each([
    [6, 4],
    [4, 6],
  ])('orthogonal of %i by %i has orthonormal rows or columns', (rows, columns) => {
    const values = draw('orthogonal', [rows, columns], { gain: 1 });
    const at = (row: number, column: number) => values[row * columns + column] ?? NaN;
    const [count, length] = rows >= columns ? [columns, rows] : [rows, columns];
    const vector = (which: number) =>
      Array.from({ length }, (_, place) => (rows >= columns ? at(place, which) : at(which, place)));
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        const product = vector(a).reduce((sum, value, place) => sum + value * (vector(b)[place] ?? NaN), 0);
        expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    }
  });

  test('identity, zeros, ones and constants', () => {
    expect([...draw('identity', [2, 3])]).toEqual([1, 0, 0, 0, 1, 0]);
    expect([...draw('zeros', [2])]).toEqual([0, 0]);
    expect([...draw('ones', [2])]).toEqual([1, 1]);
    expect([...draw('constant', [2], { value: 0.5 })]).toEqual([0.5, 0.5]);
  });

  test('a seed gives the same values again, another seed others, 0 is a seed', () => {
    const one = draw('he_normal', [4, 4], {}, 0);
    expect(draw('he_normal', [4, 4], {}, 0)).toEqual(one);
    expect(draw('he_normal', [4, 4], {}, 1)).not.toEqual(one);
  });
});
