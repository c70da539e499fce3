/**
 * The smallest model that learns, with its update written out by hand: y = w·x + b, squared error, plain gradient
 * descent. The trainer sees a program and a session as of any engine, and the test knows every number.
 */
import type { Program, ProgramFunction } from '../../../server/src/compiler/program';
import type { EngineSession, Tensor } from '../../../server/src/engine/backend';
import { createFeedBatches, type FeedBatches } from '../../../server/src/engine/data/batches';
import { packedExamples } from '../../../server/src/engine/data/examples';
import type { TrainSettings } from '../../../server/src/language/model/trainSettings';

const batchFeeds = [
  { name: 'x', dtype: 'float32', shape: [null] },
  { name: 'y', dtype: 'float32', shape: [null] },
] as const;

function programFunction(feeds: ProgramFunction['feeds']): ProgramFunction {
  return { feeds, operations: [], results: [], metricLayout: [{ name: 'loss', offset: 0, length: 2, finish: 'mean' }] };
}

const zero = { kind: 'constant', value: 0 } as const;

export const linearProgram: Program = {
  name: 'Line',
  variables: [
    { name: 'w', dtype: 'float32', shape: [], role: 'weight', trainable: true, initializer: zero },
    { name: 'b', dtype: 'float32', shape: [], role: 'weight', trainable: true, initializer: zero },
  ],
  functions: {
    train: programFunction([
      ...batchFeeds,
      { name: 'learning_rate', dtype: 'float32', shape: [] },
      { name: 'seed', dtype: 'int32', shape: [2] },
    ]),
    evaluate: programFunction(batchFeeds),
  },
  separable: true,
};

export interface LinearSession extends EngineSession {
  /** The learning rate of each step so far. */
  readonly rates: readonly number[];
  /** The x of each step so far. */
  readonly seen: readonly (readonly number[])[];
}

export function linearSession(beforeStep: (step: number) => void = () => undefined): LinearSession {
  const values = new Map<string, number>([
    ['w', 0],
    ['b', 0],
  ]);
  const rates: number[] = [];
  const seen: number[][] = [];
  const get = (name: string): number => values.get(name) ?? Number.NaN;
  return {
    rates,
    seen,
    run: async (name, feeds) => {
      const x = feeds.get('x')?.data ?? new Float32Array(0);
      const y = feeds.get('y')?.data ?? new Float32Array(0);
      const errors = Array.from(x, (value, index) => get('w') * value + get('b') - (y[index] ?? 0));
      const loss = errors.reduce((sum, error) => sum + error * error, 0);
      if (name === 'train') {
        beforeStep(rates.length);
        const rate = feeds.get('learning_rate')?.data[0] ?? 0;
        rates.push(rate);
        seen.push(Array.from(x));
        const slope = errors.reduce((sum, error, index) => sum + error * (x[index] ?? 0), 0) / x.length;
        values.set('w', Math.fround(get('w') - 2 * rate * slope));
        values.set('b', Math.fround(get('b') - (2 * rate * errors.reduce((sum, error) => sum + error, 0)) / x.length));
      }
      return new Map<string, Tensor>([
        ['metrics', { dtype: 'float32', shape: [2], data: Float32Array.of(loss, x.length) }],
      ]);
    },
    read: async (names = [...values.keys()]) =>
      new Map(names.map((name) => [name, { dtype: 'float32', shape: [], data: Float32Array.of(get(name)) }])),
    assign: async (assigned) => {
      for (const [name, { data }] of assigned) values.set(name, data[0] ?? Number.NaN);
    },
    dispose: async () => undefined,
  };
}

/** Points of the line y = slope·x + 1 at x = 0, 1/length, … */
export function line(length: number, slope = 3): FeedBatches {
  const x = Float32Array.from({ length }, (_, index) => index / length);
  const examples = packedExamples([
    { name: 'x', dtype: 'float32', shape: [], data: x },
    { name: 'y', dtype: 'float32', shape: [], data: x.map((value) => slope * value + 1) },
  ]);
  const split = {
    length,
    batch: async (indices: Int32Array, parts: readonly string[]) =>
      new Map(await Promise.all(parts.map(async (part) => [part, await examples.read(part, indices)] as const))),
  };
  return createFeedBatches(split, [
    { feed: 'x', parts: ['x'], dtype: 'float32', shape: [] },
    { feed: 'y', parts: ['y'], dtype: 'float32', shape: [] },
  ]);
}

export function linearSettings(change: Partial<TrainSettings> = {}): TrainSettings {
  return {
    optimizer: { kind: 'function', name: 'SGD', args: { learning_rate: 0.2 } },
    outputs: [],
    epochs: 5,
    batchSize: 8,
    shuffle: true,
    seed: 1,
    validation: { kind: 'none' },
    callbacks: [],
    classWeight: undefined,
    weights: undefined,
    frozen: [],
    assertions: [],
    ...change,
  };
}
