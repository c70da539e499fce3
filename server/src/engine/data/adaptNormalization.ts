import type { ArgumentValue } from '../../language/layers/definition';
import type { DataStep } from '../../language/model/graph';
import { createFeedBatches } from './batches';
import type { DataSplit } from './dataset';
import { elements, rowNumbers } from './examples';
import type { FeedPlan, FeedSource } from './planFeeds';
import { keptPlaces, measureStatistics, rowsAtOnce, type Statistics } from './statistics';
import { isUnadapted } from './steps/Normalization';

/**
 * Gives each Normalization of a prelude without a mean of its own that of the training part, as `adapt` does in
 * Keras: population variance, over what the steps before it make of the data.
 */
export async function adaptNormalization(plan: FeedPlan, train: DataSplit): Promise<FeedPlan> {
  const known = new Map<string, Promise<Statistics>>();
  const adapt = async <T extends { readonly feed: string; readonly prelude: readonly DataStep[] }>(
    side: T,
  ): Promise<T> => {
    const source = plan.feeds.find(({ feed }) => feed === side.feed);
    if (source === undefined) return side;
    const prelude: DataStep[] = [];
    for (const step of side.prelude) {
      if (!isUnadapted(step.layer.name, step.args)) {
        prelude.push(step);
        continue;
      }
      const key = JSON.stringify([source.parts, step.args['axis']]);
      const measured = known.get(key) ?? measure(train, source, step.args['axis']);
      known.set(key, measured);
      prelude.push({ ...step, args: { ...step.args, ...through(prelude, await measured) } });
    }
    return { ...side, prelude };
  };
  return {
    feeds: plan.feeds,
    inputs: new Map(
      await Promise.all([...plan.inputs].map(async ([path, input]) => [path, await adapt(input)] as const)),
    ),
    targets: new Map(
      await Promise.all([...plan.targets].map(async ([name, target]) => [name, await adapt(target)] as const)),
    ),
  };
}

/** Pointwise steps are linear, so that each only moves and scales the statistics of what is fed. */
function through(before: readonly DataStep[], measured: Statistics): Statistics {
  let { mean, variance } = measured;
  for (const { layer, args } of before) {
    if (layer.name === 'Normalization') {
      [mean, variance] = [eachNumber(mean, () => 0), eachNumber(variance, () => 1)];
      continue;
    }
    const scale = numberOf(args['scale'], 1);
    const offset = numberOf(args['offset'], 0);
    mean = eachNumber(mean, (value) => value * scale + offset);
    variance = eachNumber(variance, (value) => value * scale * scale);
  }
  return { mean, variance };
}

function eachNumber(value: ArgumentValue, change: (value: number) => number): ArgumentValue {
  if (typeof value === 'number') return change(value);
  return Array.isArray(value) ? (value as readonly ArgumentValue[]).map((item) => eachNumber(item, change)) : value;
}

function measure(train: DataSplit, source: FeedSource, axis: unknown): Promise<Statistics> {
  const batches = createFeedBatches(train, [source]);
  const size = elements(source.shape);
  const chunk = rowsAtOnce(size);
  return measureStatistics(keptPlaces(source.shape, axis), size, async function* values() {
    for (let start = 0; start < train.length; start += chunk) {
      const rows = rowNumbers(Math.min(chunk, train.length - start), start);
      const tensor = (await batches.feeds(rows, { training: false, seed: [0, 0] })).get(source.feed);
      if (tensor !== undefined) yield tensor.data;
    }
  });
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
