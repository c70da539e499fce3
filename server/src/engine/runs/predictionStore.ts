/** What the trained model said of the test examples, kept beside the run, so that a window can show it without an engine. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { CellExample, Confusion, ConfusionCell, PixelImage } from '../../protocol/confusion';
import type { Tensor } from '../backend';
import { writeAtomically } from './atomicFile';
import { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors';

/** By test example: its class, the answer, and the probability of the answer. */
export interface Predictions {
  readonly classes: readonly string[];
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  readonly score: Float32Array;
  readonly images: KeptImages | undefined;
}

/** Pictures of some of the examples, one behind the other. */
export interface KeptImages {
  readonly indices: Int32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

const fileName = 'predictions.safetensors';
/** As many examples of a cell as a person looks through. */
export const examplesPerCell = 24;

export async function writePredictions(folder: string, predictions: Predictions): Promise<void> {
  const { classes, truth, predicted, score, images } = predictions;
  const row = (data: Int32Array | Float32Array): Tensor => ({
    dtype: data instanceof Int32Array ? 'int32' : 'float32',
    shape: [data.length],
    data,
  });
  const tensors = new Map([
    ['truth', row(truth)],
    ['predicted', row(predicted)],
    ['score', row(score)],
  ]);
  if (images !== undefined) {
    const { indices, height, width, channels, pixels } = images;
    tensors.set('image_indices', row(indices));
    tensors.set('images', { dtype: 'uint8', shape: [indices.length, height, width, channels], data: pixels });
  }
  const metadata = new Map([['classes', JSON.stringify(classes)]]);
  await writeAtomically(join(folder, fileName), encodeSafetensors(tensors, metadata));
}

/** Undefined where the run has none, or the file is not what it should be. */
export async function readPredictions(folder: string): Promise<Predictions | undefined> {
  try {
    return fromFile(decodeSafetensors(new Uint8Array(await readFile(join(folder, fileName))), fileName));
  } catch {
    return undefined;
  }
}

/** Counts by true and predicted class. */
export function confusionOf({ classes, truth, predicted }: Predictions): Confusion {
  const counts = new Array<number>(classes.length ** 2).fill(0);
  truth.forEach((row, example) => {
    const cell = row * classes.length + (predicted[example] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  return { classes, counts };
}

/** The examples of a cell in the order in which they tell most: the surest mistakes, the least sure right answers. */
export function examplesOf(
  predictions: Pick<Predictions, 'truth' | 'predicted' | 'score'>,
  truth: number,
  predicted: number,
): readonly number[] {
  const { score } = predictions;
  const sign = truth === predicted ? 1 : -1;
  return [...predictions.truth.keys()]
    .filter((example) => predictions.truth[example] === truth && predictions.predicted[example] === predicted)
    .sort((left, right) => sign * ((score[left] ?? 0) - (score[right] ?? 0)) || left - right);
}

/** A cell with the pictures that are kept. */
export function cellOf(predictions: Predictions, truth: number, predicted: number): ConfusionCell {
  const examples = examplesOf(predictions, truth, predicted);
  const places = new Map(
    predictions.images === undefined ? [] : [...predictions.images.indices].map((index, place) => [index, place]),
  );
  return {
    truth,
    predicted,
    total: examples.length,
    examples: examples.slice(0, examplesPerCell).map((index): CellExample => {
      const image = imageAt(predictions.images, places.get(index));
      return { index, score: predictions.score[index] ?? 0, ...(image === undefined ? {} : { image }) };
    }),
  };
}

function imageAt(images: KeptImages | undefined, place: number | undefined): PixelImage | undefined {
  if (images === undefined || place === undefined) return undefined;
  const { width, height, channels, pixels } = images;
  const size = width * height * channels;
  return { width, height, channels, pixels: pixels.slice(place * size, (place + 1) * size) };
}

const classNames = z.array(z.string()).min(2);

/** Throws where a part is missing or does not fit the others. */
function fromFile({ tensors, metadata }: SafetensorsFile): Predictions {
  const classes = classNames.parse(JSON.parse(metadata.get('classes') ?? ''));
  const truth = integers(tensors.get('truth'));
  const predicted = integers(tensors.get('predicted'));
  const score = tensors.get('score')?.data;
  const isClass = (value: number): boolean => value >= 0 && value < classes.length;
  if (!(score instanceof Float32Array) || score.length !== truth.length || predicted.length !== truth.length)
    throw new RangeError('the parts differ in length');
  if (!truth.every(isClass) || !predicted.every(isClass)) throw new RangeError('a class has no name');
  return { classes, truth, predicted, score, images: imagesOf(tensors) };
}

function imagesOf(tensors: ReadonlyMap<string, Tensor>): KeptImages | undefined {
  const images = tensors.get('images');
  if (images === undefined) return undefined;
  const indices = integers(tensors.get('image_indices'));
  const [count, height = 0, width = 0, channels = 0] = images.shape;
  if (!(images.data instanceof Uint8Array) || count !== indices.length || (channels !== 1 && channels !== 3))
    throw new RangeError('the images do not fit their numbers');
  return { indices, height, width, channels, pixels: images.data };
}

function integers(tensor: Tensor | undefined): Int32Array {
  if (!(tensor?.data instanceof Int32Array)) throw new RangeError('a part is missing');
  return tensor.data;
}
