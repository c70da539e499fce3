import { describe, expect, test } from 'vitest';
import { initialVariables } from '../../../server/src/compiler/initializers';
import type { Program } from '../../../server/src/compiler/program';
import { createReferenceSession, type TensorLike } from '../../../server/src/compiler/reference/session';
import { functionValue, programOf, type TrainingWish } from '../../helpers/compileText';

const convnet = `model Digits {
  input 8x8x1
    -> Conv2D(4, 3, activation=relu, kernel_regularizer=l2(0.01))
    -> MaxPool2D(2)
    -> Flatten
    -> Dropout(0.5)
    -> Dense(3, activation=softmax)
}`;

const labels: TrainingWish = {
  loss: functionValue('sparse_categorical_crossentropy'),
  metrics: [functionValue('accuracy')],
  target: { dtype: 'int32', shape: [], classes: 3 },
};

/** Values that differ from place to place. */
function wave(shape: readonly number[], phase = 0): TensorLike {
  const count = shape.reduce((product, size) => product * size, 1);
  return {
    dtype: 'float32',
    shape,
    data: Float32Array.from({ length: count }, (_, index) => Math.sin(phase + index * 0.37)),
  };
}

function feeds(program: Program, batch: number): ReadonlyMap<string, TensorLike> {
  return new Map<string, TensorLike>(
    [
      ['input', wave([batch, 8, 8, 1])],
      [
        'target:Digits',
        { dtype: 'int32', shape: [batch], data: Int32Array.from({ length: batch }, (_, index) => index % 3) },
      ],
      ['learning_rate', { dtype: 'float32', shape: [], data: [0.1] }],
      ['seed', { dtype: 'int32', shape: [2], data: [5, 1] }],
    ].filter(([name]) => program.functions['train']?.feeds.some((feed) => feed.name === name) === true) as [
      string,
      TensorLike,
    ][],
  );
}

async function step(
  program: Program,
  batch: number,
): Promise<{ metrics: readonly number[]; weights: ReadonlyMap<string, readonly number[]> }> {
  const session = createReferenceSession(program, initialVariables(program, 3));
  const results = await session.run('train', feeds(program, batch));
  const state = await session.read();
  return {
    metrics: [...(results.get('metrics')?.data ?? [])],
    weights: new Map([...state].map(([name, { data }]) => [name, [...data]])),
  };
}

describe('a training step', () => {
  test('parts of the batch give the same sums and weights as the whole', async () => {
    const whole = await step(programOf(convnet, labels), 5);
    for (const parts of [2, 4, 8]) {
      const cut = await step(programOf(convnet, { ...labels, parts }), 5);
      cut.metrics.forEach((value, index) => expect(value).toBeCloseTo(whole.metrics[index] ?? NaN, 10));
      for (const [name, values] of cut.weights) {
        values.forEach((value, index) => expect(value).toBeCloseTo(whole.weights.get(name)?.[index] ?? NaN, 10));
      }
    }
  });

  test('the gradient of the whole loss is that of differences', async () => {
    const program = programOf(convnet, { ...labels, optimizer: functionValue('SGD') });
    const variables = initialVariables(program, 3);
    const lossAt = async (place: number, change: number): Promise<number> => {
      const moved = new Map<string, TensorLike>(
        [...variables].map(([name, value]) => [name, { ...value, data: Float64Array.from(value.data) }]),
      );
      const kernel = moved.get('Conv2D/kernel')?.data;
      if (!(kernel instanceof Float64Array)) throw new Error('no kernel');
      kernel[place] = (kernel[place] ?? NaN) + change;
      const results = await createReferenceSession(program, moved).run('train', feeds(program, 5));
      const [sum = NaN, count = NaN] = results.get('metrics')?.data ?? [];
      return sum / count;
    };
    const { weights } = await step(program, 5);
    for (const place of [0, 7, 20, 35]) {
      const slope = ((await lossAt(place, 1e-5)) - (await lossAt(place, -1e-5))) / 2e-5;
      const taken =
        ((variables.get('Conv2D/kernel')?.data[place] ?? NaN) - (weights.get('Conv2D/kernel')?.[place] ?? NaN)) /
        Math.fround(0.1);
      expect(taken).toBeCloseTo(slope, 6);
    }
  });

  test('batch normalization keeps the batch whole', () => {
    const text = 'model M {\n  input 4 -> Dense(3) -> BatchNormalization -> Dense(1)\n}';
    const program = programOf(text, { parts: 4 });
    expect(program.separable).toBe(false);
    expect(program.functions['train']?.operations.some(({ op }) => op === 'BatchPart')).toBe(false);
    const assigned = program.functions['train']?.operations.flatMap(({ op, names }) =>
      op === 'AssignVariableOp' ? (names ?? []) : [],
    );
    expect(assigned).toEqual(['BatchNormalization/moving_mean', 'BatchNormalization/moving_variance']);
  });

  test('frozen layers and their statistics stay as they are', () => {
    const text = 'model M {\n  input 4 -> Dense(3) -> BatchNormalization -> Dense(1)\n}';
    const program = programOf(text, { frozen: ['Dense', 'BatchNormalization'], parts: 2 });
    const changed = program.functions['train']?.operations.flatMap(({ op, names }) =>
      op.startsWith('Resource') || op.startsWith('Assign') ? (names ?? []) : [],
    );
    const trained = program.variables.filter(({ trainable }) => trainable).map(({ name }) => name);
    expect(trained).toHaveLength(2);
    expect(changed).toEqual(['optimizer/iterations', ...trained]);
    expect(program.separable).toBe(true);
  });

  test('evaluation draws nothing, counts regularization and changes no variable', () => {
    const evaluate = programOf(convnet, labels).functions['evaluate'];
    const used = new Set(evaluate?.operations.map(({ op }) => op));
    expect(evaluate?.feeds.map(({ name }) => name)).toEqual(['input', 'target:Digits']);
    expect([...used].filter((op) => /Random|Assign|Apply/.test(op))).toEqual([]);
    expect(evaluate?.metricLayout).toEqual([
      { name: 'loss', offset: 0, length: 2, finish: 'mean' },
      { name: 'accuracy', offset: 2, length: 2, finish: 'mean' },
    ]);
  });

  test('class weights arrive as sample weights', () => {
    const program = programOf(convnet, { ...labels, classWeight: new Map([['0', 2]]) });
    expect(program.functions['train']?.feeds.map(({ name }) => name)).toContain('sample_weight');
  });
});
