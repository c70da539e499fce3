/** Windows over a series: each example looks at some values and foresees those behind them. */
import type { LayerArguments } from '../../language/layers/definition';
import type { DataStep } from '../../language/model/graph';
import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { rowNumbers, selectExamples, type Examples } from './examples';
import { isUnadapted } from './steps/Normalization';
import { numberArgument } from './steps/pipelineStep';
import { pipelineSteps } from './steps/pipelineStepRegistry';
import { keptPlaces, measureStatistics } from './statistics';

export interface SeriesOptions {
  readonly steps: readonly DataStep[];
  readonly window: LayerArguments;
  /** The share at the end that tests. */
  readonly testShare: number | undefined;
}

/**
 * The windows of a series. The steps before Window act on all of it; statistics are those of the rows that train. A
 * test window foresees rows of the test part; what it looks at may reach back before it.
 */
export async function windowExamples(
  source: { readonly train: Examples; readonly test: Examples | undefined },
  options: SeriesOptions,
): Promise<{ readonly train: Examples; readonly test: Examples | undefined; readonly steps: readonly DataStep[] }> {
  const [name = '', part] = [...source.train.parts][0] ?? [];
  if (part === undefined) throw new RangeError('a series was asked for');
  const series = await source.train.read(name, rowNumbers(1));
  const rows = series.shape[1] ?? 0;
  const trained =
    source.test === undefined && options.testShare !== undefined ? Math.floor(rows * (1 - options.testShare)) : rows;
  const steps = await adaptSteps(options.steps, series, trained);
  const sizes = {
    length: numberArgument(options.window, 'length', 1),
    horizon: numberArgument(options.window, 'horizon', 0),
    stride: numberArgument(options.window, 'stride', 1),
  };
  const all = cutWindows(name, applySteps(series, steps), sizes);
  if (source.test !== undefined) {
    const test = applySteps(await source.test.read(name, rowNumbers(1)), steps);
    return { train: checked(all, rows, sizes), test: cutWindows(name, test, sizes), steps };
  }
  const starts = [...rowNumbers(all.length)];
  const end = (index: number): number => index * sizes.stride + sizes.length + sizes.horizon;
  const foreseen = (index: number): number => index * sizes.stride + (sizes.horizon > 0 ? sizes.length : 0);
  const train = selectExamples(all, Int32Array.from(starts.filter((index) => end(index) <= trained)));
  if (trained === rows) return { train: checked(train, rows, sizes), test: undefined, steps };
  return {
    train: checked(train, trained, sizes),
    test: selectExamples(all, Int32Array.from(starts.filter((index) => foreseen(index) >= trained))),
    steps,
  };
}

interface WindowSizes {
  readonly length: number;
  readonly horizon: number;
  readonly stride: number;
}

/** Gives each Normalization the mean and variance of the first `trained` rows. */
export async function adaptSteps(
  steps: readonly DataStep[],
  series: Tensor,
  trained: number,
): Promise<readonly DataStep[]> {
  const adapted: DataStep[] = [];
  for (const step of steps) {
    if (!isUnadapted(step.layer.name, step.args)) {
      adapted.push(step);
      continue;
    }
    const [, rows = 0, columns = 1] = series.shape;
    const current = applySteps(series, adapted).data.subarray(0, Math.min(trained, rows) * columns);
    const places = keptPlaces([columns], -1);
    const { mean, variance } = await measureStatistics(places, columns, () => once(current));
    adapted.push({ ...step, args: { ...step.args, axis: -1, mean, variance } });
  }
  return adapted;
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/** [1, rows, columns], each row as a picture of one pixel. */
export function applySteps(series: Tensor, steps: readonly DataStep[]): Tensor & { readonly data: Float32Array } {
  const [, rows = 0, columns = 1] = series.shape;
  const data = Float32Array.from(series.data);
  const use = { random: () => 0, training: false, isMask: false };
  for (const { layer, args } of steps) {
    const step = pipelineSteps.get(layer.name);
    for (let row = 0; row < rows && step !== undefined; row += 1) {
      const values = data.subarray(row * columns, (row + 1) * columns);
      values.set(
        step.apply({ dtype: 'float32', height: 1, width: 1, channels: columns, data: values }, args, use).data,
      );
    }
  }
  return { ...series, dtype: 'float32', data };
}

/** All windows, in the order of time. */
function cutWindows(
  name: string,
  series: Tensor & { readonly data: Float32Array },
  { length, horizon, stride }: WindowSizes,
): Examples {
  const [, rows = 0, columns = 1] = series.shape;
  const count = Math.max(0, Math.floor((rows - length - horizon) / stride) + 1);
  const cut = (start: number, size: number, indices: Int32Array): Float32Array => {
    const data = new Float32Array(indices.length * size * columns);
    indices.forEach((index, row) => {
      if (index < 0 || index >= count) throw new RangeError(`there is no example ${index} among ${count}`);
      const from = (index * stride + start) * columns;
      data.set(series.data.subarray(from, from + size * columns), row * size * columns);
    });
    return data;
  };
  const future = columns === 1 ? [horizon] : [horizon, columns];
  return {
    length: count,
    parts: new Map([
      [name, { dtype: 'float32', shape: [length, columns] }],
      ...(horizon > 0 ? [['horizon', { dtype: 'float32', shape: future }] as const] : []),
    ]),
    read: async (part, indices) =>
      part === 'horizon'
        ? { dtype: 'float32', shape: [indices.length, ...future], data: cut(length, horizon, indices) }
        : { dtype: 'float32', shape: [indices.length, length, columns], data: cut(0, length, indices) },
  };
}

function checked(train: Examples, rows: number, { length, horizon }: WindowSizes): Examples {
  if (train.length > 0) return train;
  throw new RunProblem('data/empty', {
    message: `A series of ${rows} values has no window of ${length} + ${horizon}`,
    reason: 'The training part is shorter than one window.',
    nextStep: 'Make the window or the horizon smaller, or use a longer series.',
  });
}
