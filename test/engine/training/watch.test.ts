import { describe, expect, test } from 'vitest';
import { initialVariables } from '../../../server/src/compiler/initializers';
import type { Program } from '../../../server/src/compiler/program';
import type { EngineSession, Tensor } from '../../../server/src/engine/backend';
import { createLayerPlaces } from '../../../server/src/engine/training/layerPlaces';
import { wordStream } from '../../../server/src/engine/training/random';
import type { LayerWarning } from '../../../server/src/engine/training/watch/layerWarning';
import { stillLoss } from '../../../server/src/engine/training/watch/stillLoss';
import { createTrainingWatch } from '../../../server/src/engine/training/watch/trainingWatch';
import { functionValue, graphOf, programOf } from '../../helpers/compileText';
import { referenceSession } from '../helpers/referenceSession';

const rows = 64;

/** Some steps on random inputs of four numbers and targets of one; what the watch says at the end of the epoch. */
async function watched(
  text: string,
  change: (variables: Map<string, Tensor>) => void = () => undefined,
): Promise<readonly LayerWarning[]> {
  const program = programOf(text);
  const variables = new Map(initialVariables(program, 3));
  change(variables);
  const session = referenceSession(program, variables);
  const watch = createTrainingWatch({
    program,
    placeOf: createLayerPlaces(graphOf(text), 'file:///test.nn'),
    examples: rows,
    classes: undefined,
    losses: [],
  });
  for (let step = 0; step < 8; step += 1) {
    const feeds = feedsOf(program, step);
    await session.run('train', feeds, ['metrics']);
    await watch.afterStep(feeds, session);
  }
  const first = await watch.epochEnd({ loss: 1 }, session);
  expect(await watch.epochEnd({ loss: 2 }, session), 'told once').toEqual([]);
  return first;
}

function feedsOf(program: Program, step: number): ReadonlyMap<string, Tensor> {
  const draw = wordStream([step, 1], 2);
  const feeds = program.functions['train']?.feeds ?? [];
  return new Map(
    feeds.map(({ name, dtype, shape }): [string, Tensor] => {
      const sizes = shape.map((size) => size ?? rows);
      const length = sizes.reduce((product, size) => product * size, 1);
      if (dtype === 'int32')
        return [name, { dtype, shape: sizes, data: Int32Array.from({ length }, (_, index) => index + step) }];
      const data = Float32Array.from({ length }, () => (name === 'learning_rate' ? 0 : draw() / 2 ** 32 - 0.5));
      return [name, { dtype: 'float32', shape: sizes, data }];
    }),
  );
}

const place = (text: string, warning: LayerWarning | undefined): string =>
  text.slice(warning?.span?.start, warning?.span?.end);

describe('units that never fire', () => {
  const text = 'model M {\n  input 4 -> Dense(8, activation=relu) -> Dense(6, activation=relu) -> Dense(1)\n}\n';

  test('are counted and told on the line of their layer', async () => {
    const [warning, ...others] = await watched(text, (variables) => {
      const [name = ''] = [...variables.keys()].filter((key) => key.endsWith('/bias'));
      variables.set(name, { dtype: 'float32', shape: [8], data: Float32Array.of(-9, -9, -9, 0, 0, 0, 0, 0) });
    });
    expect(others).toEqual([]);
    expect(warning?.code).toBe('run/dead-units');
    expect(warning?.message).toMatch(/^3 of 8 units of .*Dense.* fired for none of 64 examples/);
    expect(place(text, warning)).toBe('Dense(8, activation=relu)');
  });

  test('are not told where there are few', async () => {
    expect(await watched(text)).toEqual([]);
  });
});

describe('gradients', () => {
  const deep = `model M {\n  input 4${' -> Dense(8, activation=sigmoid)'.repeat(9)} -> Dense(1)\n}\n`;

  test('that vanish are told for the layers that they do not reach', async () => {
    const warnings = await watched(deep);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['run/vanishing-gradient']));
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.length).toBeLessThan(9);
    expect(warnings[0]?.span?.start).toBe(deep.indexOf('Dense(8'));
  });

  test('that are infinite are told', async () => {
    const text = 'model M {\n  input 4 -> Dense(3) -> Dense(1)\n}\n';
    const warnings = await watched(text, (variables) => {
      for (const [name, tensor] of variables)
        if (name.endsWith('/kernel'))
          variables.set(name, { ...tensor, data: new Float32Array(tensor.data.length).fill(1e30) });
    });
    expect(warnings.map(({ code }) => code)).toContain('run/infinite-gradient');
  });

  test('have the sums that one step of plain descent shows', async () => {
    const text =
      'model M {\n  input 4 -> Dense(3, activation=tanh) -> BatchNormalization -> Dropout(0.3) -> Dense(1)\n}\n';
    const program = programOf(text, { optimizer: functionValue('SGD', { learning_rate: 1 }) });
    const before = initialVariables(program, 5);
    const session: EngineSession = referenceSession(program, before);
    const rate: [string, Tensor] = ['learning_rate', { dtype: 'float32', shape: [], data: Float32Array.of(1) }];
    const feeds = new Map([...feedsOf(program, 0), rate]);
    const sums = await session.run('gradients', feeds);
    await session.run('train', feeds);
    const after = await session.read();
    const trained = program.variables.filter(({ trainable }) => trainable);
    expect([...sums.keys()]).toEqual(trained.map(({ name }) => name));
    for (const { name } of trained) {
      const moved = Array.from(
        after.get(name)?.data ?? [],
        (value, index) => value - (before.get(name)?.data[index] ?? 0),
      );
      expect(sums.get(name)?.data[0]).toBeCloseTo(
        moved.reduce((sum, value) => sum + value * value, 0),
        5,
      );
    }
  });
});

describe('a loss that does not move', () => {
  test.each<[string, readonly number[], number | undefined, RegExp | undefined]>([
    [
      'stands at that of guessing',
      [2.3026, 2.3021, 2.3031],
      10,
      /2\.303 for 3 epochs, which is the loss of guessing among 10 classes/,
    ],
    ['stands elsewhere', [7, 7.001, 7.002, 7], undefined, /^The loss has stood at 7\.001 for 4 epochs: /],
    ['falls', [2.3, 2.2, 2.1], 10, undefined],
    ['fell and then stays', [2.3, 0.5, 0.5, 0.5, 0.5], 10, undefined],
    ['is young', [2.3, 2.3], 10, undefined],
    ['is not finite', [Number.NaN, Number.NaN, Number.NaN], 10, undefined],
    ['is zero', [0, 0, 0], undefined, undefined],
  ])('one that %s', (_name, losses, classes, wanted) => {
    const text = stillLoss(losses, classes);
    if (wanted === undefined) expect(text).toBeUndefined();
    else expect(text).toMatch(wanted);
  });
});
