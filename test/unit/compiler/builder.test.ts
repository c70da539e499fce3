import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../../server/src/compiler/builder';
import { removeDeadCode } from '../../../server/src/compiler/cleanUp';

describe('GraphBuilder', () => {
  test('shares an operation that is there already', () => {
    const builder = new GraphBuilder();
    const x = builder.placeholder('x', 'float32', [null, 2]);
    expect(builder.apply('Exp', [x])).toBe(builder.apply('Exp', [x]));
    expect(builder.read('w', 'float32', [2])).toBe(builder.read('w', 'float32', [2]));
    expect(builder.apply('Sum', [x], { axes: [1], keep_dims: false })).not.toBe(
      builder.apply('Sum', [x], { axes: [1], keep_dims: true }),
    );
  });

  test('computes what is constant and leaves out what changes nothing', () => {
    const builder = new GraphBuilder();
    const x = builder.placeholder('x', 'float32', [null, 2]);
    const six = builder.apply('Mul', [builder.constant(2), builder.constant(3)]);
    expect(builder.producer(six).values).toEqual([6]);
    expect(builder.apply('AddV2', [x, builder.constant(0)])).toBe(x);
    expect(builder.apply('Mul', [builder.constant(1), x])).toBe(x);
  });

  test('rectifies what a maximum leaves, not what it is taken of', () => {
    const builder = new GraphBuilder();
    const x = builder.placeholder('x', 'float32', [null, 4, 4, 2]);
    const pooled = builder.apply('MaxPool', [builder.apply('Relu', [x])], {
      ksize: [2, 2],
      strides: [2, 2],
      padding: 'VALID',
    });
    const { op, inputs } = builder.producer(pooled);
    expect(op).toBe('Relu');
    expect(inputs.map((ref) => builder.producer(builder.valueOf(ref)).op)).toEqual(['MaxPool']);
    expect(pooled.shape).toEqual([null, 2, 2, 2]);
  });

  test('names the layer and the types of a call that does not fit', () => {
    const builder = new GraphBuilder();
    builder.layer = 'trunk/Dense';
    const a = builder.placeholder('a', 'float32', [null, 2]);
    const b = builder.read('b', 'float32', [3, 4]);
    expect(() => builder.apply('MatMul', [a, b])).toThrow(
      'trunk/Dense: MatMul(float32[batch, 2], float32[3, 4]): MatMul cannot multiply [batch, 2] by [3, 4]',
    );
  });

  test('never merges updates', () => {
    const builder = new GraphBuilder();
    builder.update('AssignAddVariableOp', ['n'], [builder.constant(1)]);
    builder.update('AssignAddVariableOp', ['n'], [builder.constant(1)]);
    expect(builder.operations.filter(({ op }) => op === 'AssignAddVariableOp')).toHaveLength(2);
  });
});

test('removeDeadCode keeps results and updates alone', () => {
  const builder = new GraphBuilder();
  const x = builder.placeholder('x', 'float32', [null]);
  builder.apply('Exp', [x]);
  const kept = builder.apply('Neg', [x]);
  builder.update('AssignVariableOp', ['n'], [builder.apply('Square', [x])]);
  const { operations, results } = removeDeadCode(builder.operations, [{ name: 'y', tensor: builder.refOf(kept) }]);
  expect(operations.map(({ op }) => op)).toEqual(['Placeholder', 'Neg', 'Square', 'AssignVariableOp']);
  expect(results).toEqual([{ name: 'y', tensor: { operation: 1, output: 0 } }]);
});
