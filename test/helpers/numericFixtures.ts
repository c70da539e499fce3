import { readFileSync } from 'node:fs';
import { initialVariables } from '../../server/src/compiler/initializers';
import { finishMetric } from '../../server/src/compiler/metrics/finishers';
import type { MetricSlot, Program } from '../../server/src/compiler/program';
import type { Tensor } from '../../server/src/engine/backend';
import type { ArgumentValue } from '../../server/src/language/layers/definition';
import { functionValue, graphOf, planOf, settingsOf, type TrainingWish } from './compileText';
import { compileTraining } from '../../server/src/compiler/compile';

/** What Keras computed for one small model; `test/oracle/numerics.py` writes them. */
export interface NumericCase {
  readonly name: string;
  readonly text: string;
  readonly optimizer: NamedArguments;
  readonly loss: NamedArguments;
  readonly metrics: readonly NamedArguments[];
  /** The number of classes where the target holds labels. */
  readonly classes: number | null;
  readonly weights: readonly (readonly number[])[];
  readonly inputs: readonly FixtureTensor[];
  readonly target: FixtureTensor;
  /** Prediction before training. */
  readonly outputs: FixtureTensor;
  /** Of the first training step. */
  readonly logs: { readonly [name: string]: number };
  readonly after: readonly { readonly steps: number; readonly weights: readonly (readonly number[])[] }[];
}

export interface NumericFixtures {
  readonly cases: readonly NumericCase[];
  readonly schedules: readonly (NamedArguments & {
    readonly steps: readonly number[];
    readonly rates: readonly number[];
  })[];
  /** TensorFlow's uniform draws as bit patterns. */
  readonly draws: readonly {
    readonly seed: readonly [number, number];
    readonly salt: number;
    readonly bits: readonly number[];
  }[];
}

interface NamedArguments {
  readonly name: string;
  readonly args: { readonly [name: string]: ArgumentValue };
}

interface FixtureTensor {
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** The part of an engine's session that a fixture needs; results may be in any number array. */
export interface FixtureSession {
  run(
    name: string,
    feeds: ReadonlyMap<string, Tensor>,
  ): Promise<ReadonlyMap<string, { readonly data: ArrayLike<number> }>>;
  read(names?: readonly string[]): Promise<ReadonlyMap<string, { readonly data: ArrayLike<number> }>>;
  dispose(): Promise<void>;
}

export type StartSession = (program: Program, variables: ReadonlyMap<string, Tensor>) => Promise<FixtureSession>;

/** The greatest error of one comparison: |found − wanted| / (1 + |wanted|). */
export interface NumericError {
  readonly what: string;
  readonly error: number;
}

export function loadNumericFixtures(): NumericFixtures {
  return JSON.parse(
    readFileSync(new URL('../oracle/fixtures/numerics.json', import.meta.url), 'utf8'),
  ) as NumericFixtures;
}

/** Runs a case on an engine and compares outputs, logs and trained weights with Keras's. */
export async function runNumericCase(
  one: NumericCase,
  start: StartSession,
  parts?: number,
): Promise<readonly NumericError[]> {
  const program = compileCase(one, parts);
  const session = await start(program, startVariables(program, one));
  try {
    const errors: NumericError[] = [];
    const feeds = feedsOf(one, program);
    const outputs = await session.run('predict', feedsFor(program, 'predict', feeds));
    errors.push({ what: 'outputs', error: greatestError([...outputs.values()][0]?.data ?? [], one.outputs.data) });
    for (let step = 1; step <= (one.after.at(-1)?.steps ?? 0); step++) {
      const results = await session.run('train', feedsFor(program, 'train', feeds));
      if (step === 1)
        errors.push(
          ...logErrors(one, program.functions['train']?.metricLayout ?? [], results.get('metrics')?.data ?? []),
        );
      const wanted = one.after.find(({ steps }) => steps === step);
      if (wanted) errors.push(...weightErrors(program, wanted, await session.read()));
    }
    return errors;
  } finally {
    await session.dispose();
  }
}

/** The program of a case; its loss, metrics and optimizer as a train block would give them. */
export function compileCase(one: NumericCase, parts?: number): Program {
  const graph = graphOf(one.text);
  const named = ({ name, args }: NamedArguments) => functionValue(name, args);
  const wish: TrainingWish = {
    optimizer: named(one.optimizer),
    loss: named(one.loss),
    metrics: one.metrics.map(named),
    target: {
      dtype: one.target.dtype,
      shape: one.target.shape.slice(1),
      ...(one.classes === null ? {} : { classes: one.classes }),
    },
    ...(parts === undefined ? {} : { parts }),
  };
  return compileTraining(graph, settingsOf(graph, wish), planOf(graph, wish));
}

function startVariables(program: Program, one: NumericCase): ReadonlyMap<string, Tensor> {
  const variables = new Map<string, Tensor>(initialVariables(program, 0));
  const weights = program.variables.filter(({ role }) => role === 'weight');
  for (const [place, { name, shape }] of weights.entries()) {
    variables.set(name, { dtype: 'float32', shape, data: Float32Array.from(one.weights[place] ?? []) });
  }
  return variables;
}

function feedsOf(one: NumericCase, program: Program): ReadonlyMap<string, Tensor> {
  const graph = graphOf(one.text);
  const inputs = graph.inputs.map((node, place) => [node.path, tensorOf(one.inputs[place])] as const);
  return new Map<string, Tensor>([
    ...inputs,
    [`target:${program.name}`, tensorOf(one.target)],
    [
      'learning_rate',
      { dtype: 'float32', shape: [], data: Float32Array.of(Number(one.optimizer.args['learning_rate'])) },
    ],
    ['seed', { dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) }],
  ]);
}

function tensorOf(fixture: FixtureTensor | undefined): Tensor {
  if (fixture === undefined) throw new Error('the fixture has no such input');
  const data = fixture.dtype === 'int32' ? Int32Array.from(fixture.data) : Float32Array.from(fixture.data);
  return { dtype: fixture.dtype, shape: fixture.shape, data };
}

function feedsFor(program: Program, name: string, feeds: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const wanted = program.functions[name]?.feeds ?? [];
  return new Map(
    wanted.map((feed) => {
      const value = feeds.get(feed.name);
      if (value === undefined) throw new Error(`no value for the feed ${feed.name}`);
      return [feed.name, value];
    }),
  );
}

function logErrors(one: NumericCase, layout: readonly MetricSlot[], sums: ArrayLike<number>): readonly NumericError[] {
  return layout.map(({ name, offset, length, finish }) => {
    const found = finishMetric(finish, Array.from(sums).slice(offset, offset + length));
    return { what: name, error: greatestError([found], [one.logs[name] ?? NaN]) };
  });
}

function weightErrors(
  program: Program,
  wanted: NumericCase['after'][number],
  found: ReadonlyMap<string, { readonly data: ArrayLike<number> }>,
): readonly NumericError[] {
  const weights = program.variables.filter(({ role }) => role === 'weight');
  return weights.map(({ name }, place) => ({
    what: `${name} after ${wanted.steps}`,
    error: greatestError(found.get(name)?.data ?? [], wanted.weights[place] ?? []),
  }));
}

/** Infinite where lengths differ or a number is missing. */
function greatestError(found: ArrayLike<number>, wanted: readonly number[]): number {
  if (found.length !== wanted.length || wanted.length === 0) return Infinity;
  return wanted.reduce((worst, value, index) => {
    const error = Math.abs((found[index] ?? NaN) - value) / (1 + Math.abs(value));
    return Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }, 0);
}
