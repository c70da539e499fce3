import { compileTraining } from '../../server/src/compiler/compile';
import { initialVariables } from '../../server/src/compiler/initializers';
import { uniformDraws } from '../../server/src/compiler/philox';
import type { Program } from '../../server/src/compiler/program';
import { learningRateAt } from '../../server/src/compiler/schedules/schedules';
import type { EngineSession, Tensor } from '../../server/src/engine/backend';
import fixture from '../oracle/fixtures/curves.json';
import { functionValue, graphOf, planOf, settingsOf, type TrainingWish } from './compileText';

/** What real Keras lost while it trained one network; `test/oracle/curves.py` writes it. */
export interface CurveCase {
  readonly name: string;
  readonly optimizer: string;
  readonly batch: number;
  /** Steps an epoch. */
  readonly steps: number;
  /** The learning rate of the first twenty steps, at which Keras agrees with itself, and their losses. */
  readonly stepRate: number;
  readonly losses: readonly number[];
  /** The notebook's learning rate, and mean losses by epoch: of the run itself, then of runs whose weights were moved by 1e-7. */
  readonly rate: number;
  readonly epochs: readonly (readonly number[])[];
}

/** The networks of the fixture. */
export const curves: readonly CurveCase[] = fixture;

/** Starts a session of one of the engines. */
export type StartSession = (program: Program, variables: ReadonlyMap<string, Tensor>) => Promise<EngineSession>;

/** The losses of `steps` training steps at `rate`, from the weights, the pixels and the order that the script gives to Keras. */
export async function trainCurve(
  one: CurveCase,
  { steps, rate, nudge }: { readonly steps: number; readonly rate: number; readonly nudge?: number },
  start: StartSession,
  parts?: number,
): Promise<readonly number[]> {
  const graph = graphOf(networks[one.name] ?? '');
  const wish: TrainingWish = {
    optimizer: functionValue(one.optimizer, { learning_rate: rate }),
    loss: functionValue('sparse_categorical_crossentropy'),
    target: { dtype: 'int32', shape: [], classes: 10 },
    ...(parts === undefined ? {} : { parts }),
  };
  const settings = settingsOf(graph, wish);
  const program = compileTraining(graph, settings, planOf(graph, wish));
  const session = await start(program, startWeights(program, nudge));
  try {
    const shape = (graph.inputs[0]?.output ?? []).map(Number);
    const { pixels, labels } = examples(shape, one.steps * one.batch);
    const row = shape.reduce((product, size) => product * size, 1);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const from = (step % one.steps) * one.batch;
      const feeds = new Map<string, Tensor>([
        [
          graph.inputs[0]?.path ?? '',
          { dtype: 'float32', shape: [one.batch, ...shape], data: pixels.slice(from * row, (from + one.batch) * row) },
        ],
        [`target:${program.name}`, { dtype: 'int32', shape: [one.batch], data: labels.slice(from, from + one.batch) }],
        [
          'learning_rate',
          { dtype: 'float32', shape: [], data: Float32Array.of(learningRateAt(settings.optimizer, step)) },
        ],
      ]);
      const metrics = (await session.run('train', feeds)).get('metrics')?.data ?? [];
      losses.push((metrics[0] ?? NaN) / (metrics[1] ?? NaN));
    }
    return losses;
  } finally {
    await session.dispose();
  }
}

/** How far apart Keras's mean losses lie, epoch by epoch, over the runs whose weights were moved by 1e-7. */
export function epochSpread(one: CurveCase): readonly { readonly low: number; readonly high: number }[] {
  const [, ...moved] = one.epochs;
  return (moved[0] ?? []).map((_, epoch) => {
    const losses = moved.map((run) => run[epoch] ?? NaN);
    return { low: Math.min(...losses), high: Math.max(...losses) };
  });
}

/** Our mean losses by epoch: the medians of `runs` trainings at the notebook's rate, each with weights moved by 1e-7. */
export async function medianCurve(one: CurveCase, runs: number, start: StartSession): Promise<readonly number[]> {
  const curvesOfRuns: (readonly number[])[] = [];
  for (let run = 1; run <= runs; run++) {
    const epochs = one.epochs[0]?.length ?? 0;
    const losses = await trainCurve(one, { steps: epochs * one.steps, rate: one.rate, nudge: run }, start);
    curvesOfRuns.push(epochMeans(losses, one.steps));
  }
  return (curvesOfRuns[0] ?? []).map((_, epoch) => {
    const sorted = curvesOfRuns.map((run) => run[epoch] ?? NaN).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
  });
}

/** Mean losses by epoch. */
function epochMeans(losses: readonly number[], steps: number): readonly number[] {
  return Array.from({ length: losses.length / steps }, (_, epoch) => {
    const own = losses.slice(epoch * steps, (epoch + 1) * steps);
    return own.reduce((sum, loss) => sum + loss, 0) / own.length;
  });
}

const head = '-> Flatten -> Dense(64, activation=relu) -> Dense(10, activation=softmax)';
const small = `-> Conv2D(32, 3, activation=relu) -> MaxPool2D(2)
  -> Conv2D(64, 3, activation=relu) -> MaxPool2D(2)
  -> Conv2D(64, 3, activation=relu) ${head}`;

/** The notebooks' networks without their dropout. */
const networks: { readonly [name: string]: string } = {
  mnist: `model Mnist {\n  input 28x28x1 ${small}\n}`,
  cifar: `model Cifar {\n  input 32x32x3 ${small}\n}`,
  fashion: `defaults Conv2D { kernel_size: 3, padding: same, activation: relu }
model Fashion {
  input 28x28x1 -> Conv2D(64, 7) -> MaxPool2D -> Conv2D(128) * 2 -> MaxPool2D -> Conv2D(256) * 2 -> MaxPool2D
    -> Flatten -> Dense(128, activation=relu) -> Dense(64, activation=relu) -> Dense(10, activation=softmax)
}`,
};

/** Kernels uniform within Glorot's limit, biases 0; with a `nudge` (a seed) all of them moved by at most 1e-7. */
function startWeights(program: Program, nudge?: number): ReadonlyMap<string, Tensor> {
  const variables = new Map<string, Tensor>(initialVariables(program, 0));
  const weights = program.variables.filter(({ role }) => role === 'weight');
  for (const [index, { name, shape }] of weights.entries()) {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = shape.length === 1 ? new Float32Array(count) : uniformDraws([2, 0], index, count);
    const taps = shape.slice(0, -2).reduce((product, size) => product * size, 1);
    const limit = Math.fround(Math.sqrt(6 / (taps * ((shape.at(-2) ?? 0) + (shape.at(-1) ?? 0)))));
    if (shape.length > 1) data.forEach((draw, place) => (data[place] = (draw * 2 - 1) * limit));
    if (nudge !== undefined) {
      const moves = uniformDraws([3, nudge], index, count);
      moves.forEach((draw, place) => (data[place] = (data[place] ?? 0) + (draw * 2 - 1) * 1e-7));
    }
    variables.set(name, { dtype: 'float32', shape, data });
  }
  return variables;
}

/** Noise with a class's own faint stripes. */
function examples(
  shape: readonly number[],
  count: number,
): { readonly pixels: Float32Array; readonly labels: Int32Array } {
  const size = shape.reduce((product, length) => product * length, 1);
  const channels = shape.at(-1) ?? 1;
  const labels = Int32Array.from(uniformDraws([1, 0], 1, count), (draw) => Math.floor(draw * 10));
  const pixels = uniformDraws([1, 0], 2, count * size);
  for (let place = 0; place < pixels.length; place++) {
    const stripe = Math.floor((place % size) / channels) % 10 === labels[Math.floor(place / size)];
    pixels[place] = ((pixels[place] ?? 0) + Number(stripe)) * 0.5;
  }
  return { pixels, labels };
}
