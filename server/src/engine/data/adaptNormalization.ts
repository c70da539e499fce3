import type { DataStep } from '../../language/model/graph';
import type { Tensor } from '../backend';
import { createFeedBatches } from './batches';
import type { DataSplit } from './dataset';
import { rowNumbers } from './examples';
import type { FeedPlan, FeedSource } from './planFeeds';

interface Statistics {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

const chunk = 1024;

/**
 * Gives each Normalization without a mean of its own that of the training part, by value along the last axis, as
 * `adapt` does in Keras: population variance, over what the steps before it make of the data.
 */
export async function adaptNormalization(plan: FeedPlan, train: DataSplit): Promise<FeedPlan> {
  const known = new Map<string, Promise<Statistics>>();
  const adapt = async <T extends { readonly feed: string; readonly prelude: readonly DataStep[] }>(side: T): Promise<T> => {
    const source = plan.feeds.find(({ feed }) => feed === side.feed);
    if (source === undefined || !side.prelude.some(needsAdapting)) return side;
    const key = source.parts.join('\n');
    const statistics = known.get(key) ?? measure(train, source);
    known.set(key, statistics);
    return { ...side, prelude: adaptSteps(side.prelude, await statistics) };
  };
  return {
    feeds: plan.feeds,
    inputs: new Map(await Promise.all([...plan.inputs].map(async ([path, input]) => [path, await adapt(input)] as const))),
    targets: new Map(await Promise.all([...plan.targets].map(async ([name, target]) => [name, await adapt(target)] as const))),
  };
}

function needsAdapting({ layer, args }: DataStep): boolean {
  return layer.name === 'Normalization' && (args['mean'] ?? null) === null;
}

/** Pointwise steps are linear, so that each only moves and scales the statistics of what is fed. */
function adaptSteps(prelude: readonly DataStep[], measured: Statistics): readonly DataStep[] {
  let { mean, variance } = measured;
  return prelude.map((step) => {
    const adapted = needsAdapting(step) ? { ...step, args: { ...step.args, mean, variance } } : step;
    if (step.layer.name === 'Normalization') {
      [mean, variance] = [mean.map(() => 0), variance.map(() => 1)];
    } else {
      const scale = numberOf(step.args['scale'], 1);
      const offset = numberOf(step.args['offset'], 0);
      mean = mean.map((value) => value * scale + offset);
      variance = variance.map((value) => value * scale * scale);
    }
    return adapted;
  });
}

/** Two passes in float64: the mean, then the squared distances from it. */
async function measure(train: DataSplit, source: FeedSource): Promise<Statistics> {
  const width = source.shape.at(-1) ?? 1;
  const batches = createFeedBatches(train, [source]);
  const pass = async (add: (sums: Float64Array, value: number, column: number) => void): Promise<readonly number[]> => {
    const sums = new Float64Array(width);
    let count = 0;
    for (let start = 0; start < train.length; start += chunk) {
      const rows = rowNumbers(Math.min(chunk, train.length - start), start);
      const tensor: Tensor | undefined = (await batches.feeds(rows, { training: false, seed: [0, 0] })).get(source.feed);
      tensor?.data.forEach((value, index) => add(sums, value, index % width));
      count += (tensor?.data.length ?? 0) / width;
    }
    return Array.from(sums, (sum) => sum / count);
  };
  const mean = await pass((sums, value, column) => {
    sums[column] = (sums[column] ?? 0) + value;
  });
  const variance = await pass((sums, value, column) => {
    sums[column] = (sums[column] ?? 0) + (value - (mean[column] ?? 0)) ** 2;
  });
  return { mean, variance };
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
