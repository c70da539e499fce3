import type { DataDescription } from '../../language/data/description';
import type { EngineSession, Tensor } from '../backend';
import type { FeedBatches } from '../data/batches';
import { rowNumbers } from '../data/examples';
import type { FeedPlan, FeedSource } from '../data/planFeeds';
import {
  examplesOf,
  examplesPerCell,
  writePredictions,
  type KeptImages,
  type Predictions,
} from '../runs/predictionStore';
import type { TrainingControl } from './control';
import { nextTurn } from './nextTurn';

export interface KeepPredictionsOptions {
  readonly folder: string;
  readonly plan: FeedPlan;
  /** What the data give; names the classes. */
  readonly fed: DataDescription;
  readonly session: EngineSession;
  readonly test: FeedBatches;
  readonly batchSize: number;
  readonly control: TrainingControl;
}

/** All images of a run together, in bytes. */
const imageBudget = 16 * 1024 ** 2;

/**
 * Asks the trained model about every test example and keeps its answers, with pictures of those a person will want
 * to see. Does nothing for models that do not classify, and stops where a stop is asked for.
 */
export async function keepPredictions(options: KeepPredictionsOptions): Promise<void> {
  const target = classTarget(options);
  if (target === undefined) return;
  const answers = await classify(options, target);
  if (answers === undefined) return;
  const images = await keepImages(options, answers);
  await writePredictions(options.folder, { ...answers, images });
}

interface ClassTarget {
  readonly output: string;
  readonly feed: string;
  readonly classes: readonly string[];
}

/** The first output that is told classes of whole examples (not of pixels). */
function classTarget({ plan, fed }: KeepPredictionsOptions): ClassTarget | undefined {
  for (const [output, { feed, shape, classes: count }] of plan.targets) {
    const part = plan.feeds.find((source) => source.feed === feed)?.parts[0];
    const names = fed.parts.find(({ name }) => name === part)?.classes;
    const total = count ?? names?.length;
    if (total === undefined || total < 2 || shape.reduce((all, size) => all * size, 1) !== 1) continue;
    return { output, feed, classes: Array.from({ length: total }, (_, index) => names?.[index] ?? String(index)) };
  }
  return undefined;
}

type Answers = Omit<Predictions, 'images'>;

async function classify(
  options: KeepPredictionsOptions,
  { output, feed, classes }: ClassTarget,
): Promise<Answers | undefined> {
  const { session, test, batchSize, control, plan } = options;
  const inputs = new Set([...plan.inputs.values()].map((input) => input.feed));
  const truth = new Int32Array(test.length);
  const predicted = new Int32Array(test.length);
  const score = new Float32Array(test.length);
  for (let start = 0; start < test.length; start += batchSize) {
    if (control.stopRequested) return undefined;
    const feeds = await test.feeds(rowNumbers(Math.min(batchSize, test.length - start), start), {
      training: false,
      seed: [0, 0],
    });
    const labels = feeds.get(feed);
    const given = new Map([...feeds].filter(([name]) => inputs.has(name)));
    const values = (await session.run('predict', given, [output])).get(output);
    if (labels === undefined || values === undefined) return undefined;
    const width = values.data.length / labels.data.length;
    if (width !== classes.length && width !== 1) return undefined;
    labels.data.forEach((label: number, row: number) => {
      const answer = answerAt(values.data, row, width);
      truth[start + row] = label;
      predicted[start + row] = answer.predicted;
      score[start + row] = answer.score;
    });
    await nextTurn();
  }
  return { classes, truth, predicted, score };
}

/** The likeliest class; of a single output, a probability of the second class. */
function answerAt(
  values: ArrayLike<number>,
  row: number,
  width: number,
): { readonly predicted: number; readonly score: number } {
  if (width === 1) {
    const value = values[row] ?? 0;
    return value > 0.5 ? { predicted: 1, score: value } : { predicted: 0, score: 1 - value };
  }
  let best = 0;
  for (let index = 1; index < width; index += 1)
    if ((values[row * width + index] ?? 0) > (values[row * width + best] ?? 0)) best = index;
  return { predicted: best, score: values[row * width + best] ?? 0 };
}

/** Pictures for the cells in turn, one of each after the other, so that no large cell takes the room of small ones. */
async function keepImages(
  { plan, test, batchSize }: KeepPredictionsOptions,
  answers: Answers,
): Promise<KeptImages | undefined> {
  const source = imageSource(plan);
  if (source === undefined) return undefined;
  const [height = 0, width = 0, channels = 1] = source.shape;
  const size = height * width * channels;
  const indices = chooseExamples(answers, Math.floor(imageBudget / size));
  const pixels = new Uint8Array(indices.length * size);
  for (let start = 0; start < indices.length; start += batchSize) {
    const rows = indices.subarray(start, start + batchSize);
    const images = (await test.feeds(rows, { training: false, seed: [0, 0] })).get(source.feed);
    if (images !== undefined) pixels.set(toBytes(images), start * size);
  }
  return { indices, height, width, channels: channels === 3 ? 3 : 1, pixels };
}

/** The first input that is an image, grey or coloured. */
function imageSource({ inputs, feeds }: FeedPlan): FeedSource | undefined {
  const names = new Set([...inputs.values()].map(({ feed }) => feed));
  return feeds.find(({ feed, shape }) => names.has(feed) && shape.length === 3 && (shape[2] === 1 || shape[2] === 3));
}

function chooseExamples(answers: Answers, room: number): Int32Array {
  const count = answers.classes.length;
  const cells = Array.from({ length: count ** 2 }, (_, cell) =>
    examplesOf(answers, Math.floor(cell / count), cell % count),
  );
  const chosen: number[] = [];
  for (let rank = 0; rank < examplesPerCell; rank += 1) {
    for (const cell of cells) {
      const example = cell[rank];
      if (example !== undefined && chosen.length < room) chosen.push(example);
    }
  }
  return Int32Array.from(chosen);
}

/** Bytes as they are; other values stretched from their least to their greatest. */
function toBytes({ data }: Tensor): Uint8Array {
  if (data instanceof Uint8Array) return data;
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = high > low ? 255 / (high - low) : 0;
  return Uint8Array.from(data, (value) => Math.round((value - low) * scale));
}
