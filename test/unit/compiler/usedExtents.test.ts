import { describe, expect, test } from 'vitest';
import { initialVariables } from '../../../server/src/compiler/initializers';
import type { Program } from '../../../server/src/compiler/program';
import { createReferenceSession, type TensorLike } from '../../../server/src/compiler/reference/session';
import { functionValue, programOf } from '../../helpers/compileText';

/** A penalty of nothing on a layer's output sums over all of it: then all of it is computed. */
const whole = 'activity_regularizer=l2(0)';

/** [what, the flow behind the input, with `WHOLE` where such a penalty may stand; the sizes of the convolutions' outputs] */
const cases: readonly (readonly [string, string, string, string])[] = [
  ['a pooling drops the last row and column', '12x11x2', 'Conv2D(40, 3, WHOLE) -> MaxPool2D(4)', '8x8'],
  [
    'all the way through',
    '15x15x1',
    'Conv2D(40, 3, WHOLE) -> MaxPool2D(2) -> Conv2D(4, 2, WHOLE) -> AvgPool2D(2)',
    '10x10, 4x4',
  ],
  [
    'zeros before, values behind',
    '7x7x2',
    'Conv2D(40, 3, padding=same, activation=relu, WHOLE) -> MaxPool2D(2)',
    '6x6',
  ],
  ['behind an activation', '7x7x2', 'Conv2D(40, 3, padding=same, WHOLE) -> LeakyReLU -> MaxPool2D(2)', '6x6'],
  ['a stride', '8x8x4', 'Conv2D(4, 2, WHOLE) -> Conv2D(40, 3, strides=2, WHOLE)', '7x7, 3x3'],
  ['causal', '9x1', 'Conv1D(200, 3, padding=causal, WHOLE) -> MaxPool1D(4)', '1x8'],
  ['dilated', '11x11x1', 'Conv2D(40, 3, dilation_rate=2, WHOLE) -> MaxPool2D(3)', '3x3'],
  ['a copy that costs more than it saves', '12x11x2', 'Conv2D(3, 3, WHOLE) -> MaxPool2D(4)', '10x9'],
  ['all is used behind a normalization', '7x7x2', 'Conv2D(4, 2, WHOLE) -> BatchNormalization -> MaxPool2D(4)', '6x6'],
];

describe('what is used of each output', () => {
  test.for(cases)('%s', async ([, input, flow, sizes]) => {
    const [used, all] = [flow.replaceAll(/, WHOLE/g, ''), flow.replaceAll('WHOLE', whole)].map((layers) =>
      programOf(`model M {\n  input ${input}\n    -> ${layers} -> Flatten -> Dense(3)\n}`, {
        loss: functionValue('mean_squared_error'),
        optimizer: functionValue('SGD'),
        target: { dtype: 'float32', shape: [3] },
      }),
    );
    if (used === undefined || all === undefined) throw new Error('no programs');
    expect(convolved(used)).toBe(sizes);
    const shape = [3, ...input.split('x').map(Number)];
    const [some, every] = [await step(used, shape), await step(all, shape)];
    expect([...some.keys()]).toEqual([...every.keys()]);
    for (const [name, values] of some) {
      values.forEach((value, index) => expect(value, name).toBeCloseTo(every.get(name)?.[index] ?? NaN, 10));
    }
  });
});

/** The sizes of what the convolutions of a training step give, dilated ones by their phases. */
function convolved(program: Program): string {
  const operations = program.functions['train']?.operations ?? [];
  return operations
    .filter(({ op }) => op === 'Conv2D')
    .map(({ outputs: [output] }) => output?.shape.slice(1, -1).join('x'))
    .join(', ');
}

/** The metrics and all weights after a step. */
async function step(program: Program, shape: readonly number[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const session = createReferenceSession(program, initialVariables(program, 3));
  const results = await session.run(
    'train',
    new Map<string, TensorLike>([
      ['input', wave(shape)],
      ['target:M', wave([shape[0] ?? 0, 3])],
      ['learning_rate', { dtype: 'float32', shape: [], data: [0.1] }],
    ]),
  );
  const state = await session.read();
  return new Map([...results, ...state].map(([name, { data }]) => [name, [...data]]));
}

/** Values that differ from place to place. */
function wave(shape: readonly number[]): TensorLike {
  const count = shape.reduce((product, size) => product * size, 1);
  return { dtype: 'float32', shape, data: Float32Array.from({ length: count }, (_, index) => Math.sin(index * 0.37)) };
}
