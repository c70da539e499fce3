import type { Tensor } from '../backend';
import type { BatchOptions, DataSplit } from './dataset';
import { elements } from './examples';
import type { FeedSource } from './planFeeds';
import type { SampleWeights } from './sampleWeights';

/** Batches as a program takes them: a tensor a feed. */
export interface FeedBatches {
  /** Examples. */
  readonly length: number;
  feeds(indices: Int32Array, options: BatchOptions): Promise<ReadonlyMap<string, Tensor>>;
}

/**
 * Reads each part of a split once and arranges the parts into feeds. With `weights` the feed `sample_weight` tells how
 * much each example counts: outside training one, as in Keras.
 */
export function createFeedBatches(
  split: DataSplit,
  sources: readonly FeedSource[],
  weights?: SampleWeights,
): FeedBatches {
  const named = sources.flatMap((source) => source.parts);
  const parts = [...new Set(weights === undefined ? named : [...named, weights.part])];
  return {
    length: split.length,
    feeds: async (indices, options) => {
      const batch = await split.batch(indices, parts, options);
      const feeds = new Map(sources.map((source) => [source.feed, arrange(source, batch, indices.length)]));
      return weights === undefined ? feeds : feeds.set('sample_weight', weigh(weights, batch, options, indices.length));
    },
  };
}

function weigh(
  { part, weights }: SampleWeights,
  batch: ReadonlyMap<string, Tensor>,
  { training }: BatchOptions,
  rows: number,
): Tensor {
  const labels = batch.get(part);
  // Behind OneHot a class is a row of numbers.
  const width = labels === undefined || rows === 0 ? 1 : labels.data.length / rows;
  const classOf = (row: number): number =>
    width === 1 ? (labels?.data[row] ?? 0) : (labels?.data.subarray(row * width, (row + 1) * width).indexOf(1) ?? 0);
  const data = Float32Array.from({ length: rows }, (_, row) => (training ? (weights.get(classOf(row)) ?? 1) : 1));
  return { dtype: 'float32', shape: [rows], data };
}

/** One part as it is, in the type and shape of the feed, or several side by side (columns of a table). */
function arrange(source: FeedSource, batch: ReadonlyMap<string, Tensor>, rows: number): Tensor {
  const tensors = source.parts.map((part) => {
    const tensor = batch.get(part);
    if (tensor === undefined) throw new RangeError(`the data have no part "${part}"`);
    return tensor;
  });
  const shape = [rows, ...source.shape];
  const [only] = tensors;
  if (tensors.length === 1 && only !== undefined && only.dtype === source.dtype) return { ...only, shape };
  return { dtype: source.dtype, shape, data: sideBySide(tensors, rows, source) };
}

function sideBySide(tensors: readonly Tensor[], rows: number, source: FeedSource): Tensor['data'] {
  const width = elements(source.shape);
  const data = source.dtype === 'float32' ? new Float32Array(rows * width) : new Int32Array(rows * width);
  let column = 0;
  for (const tensor of tensors) {
    const size = rows === 0 ? 0 : tensor.data.length / rows;
    for (let row = 0; row < rows; row += 1) {
      for (let index = 0; index < size; index += 1) {
        data[row * width + column + index] = tensor.data[row * size + index] ?? 0;
      }
    }
    column += size;
  }
  return data;
}
