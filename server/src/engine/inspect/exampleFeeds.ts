import type { ExampleAnswer, ExampleChoice, OwnImage } from '../../protocol/inspectMessages';
import type { Tensor } from '../backend';
import { createFeedBatches } from '../data/batches';
import type { DataSplit } from '../data/dataset';
import type { FeedSource } from '../data/planFeeds';
import { RunProblem } from '../runProblem';
import { drawExample } from './drawExample';
import { resizeImage } from './resizeImage';
import type { UnderstoodModel } from './understandModel';

/** What a program is fed for one example: a batch of one. */
export async function exampleFeeds(
  model: UnderstoodModel,
  example: ExampleChoice,
): Promise<ReadonlyMap<string, Tensor>> {
  const sources = inputSources(model);
  switch (example.kind) {
    case 'data':
      return createFeedBatches(splitOf(model, example), sources).feeds(Int32Array.of(example.index), noTraining);
    case 'drawn':
      return new Map(sources.map((source) => [source.feed, asFed(drawExample(source.shape), source, model)]));
    case 'image':
      return new Map(sources.map((source) => [source.feed, ownImage(example.image, source, model)]));
  }
}

/** The class that the data give an example. */
export async function exampleTruth(model: UnderstoodModel, example: ExampleChoice): Promise<ExampleAnswer> {
  const part = model.description?.parts.find(({ name }) => name === model.target);
  if (example.kind !== 'data' || part?.classes === undefined) return { kind: 'example', truth: undefined };
  const batch = await splitOf(model, example).batch(Int32Array.of(example.index), [part.name], noTraining);
  const index = batch.get(part.name)?.data[0];
  if (index === undefined) return { kind: 'example', truth: undefined };
  return { kind: 'example', truth: { index, name: part.classes[index] ?? String(index) } };
}

/** A text that is the same for the same example. */
export function exampleKey(example: ExampleChoice, digest: (bytes: Uint8Array) => string): string {
  if (example.kind === 'data') return `${example.split} ${example.index}`;
  if (example.kind === 'drawn') return 'drawn';
  const { width, height, invert, pixels } = example.image;
  return `image ${width} ${height} ${String(invert)} ${digest(pixels)}`;
}

const noTraining = { training: false, seed: [0, 0] } as const;

function inputSources({ plan }: UnderstoodModel): readonly FeedSource[] {
  const inputs = new Set([...plan.inputs.values()].map(({ feed }) => feed));
  return plan.feeds.filter(({ feed }) => inputs.has(feed));
}

function splitOf({ dataset }: UnderstoodModel, { split, index }: ExampleChoice & { kind: 'data' }): DataSplit {
  const examples = split === 'train' ? dataset?.train : dataset?.test;
  if (examples !== undefined && index < examples.length) return examples;
  throw new RunProblem('inspect/example', {
    message: `There is no ${split} example ${index}`,
    reason: examples === undefined ? `The data have no ${split} part.` : `It has ${examples.length} examples.`,
    nextStep: 'Choose another example.',
  });
}

/** Values from 0 to 1 in the type and range of what the data give: bytes before the prelude are bytes here too. */
function asFed(unit: Tensor, source: FeedSource, model: UnderstoodModel): Tensor {
  if (source.dtype === 'uint8')
    return { ...unit, dtype: 'uint8', data: Uint8Array.from(unit.data, (value) => Math.round(value * 255)) };
  const [low, high] = fedRange(source, model);
  return { ...unit, data: Float32Array.from(unit.data, (value) => low + value * (high - low)) };
}

function fedRange({ feed, parts }: FeedSource, { plan, description }: UnderstoodModel): readonly [number, number] {
  const input = [...plan.inputs.values()].find((candidate) => candidate.feed === feed);
  if (input !== undefined && input.prelude.length > 0) return [0, 255];
  return description?.parts.find(({ name }) => name === parts[0])?.range ?? [0, 1];
}

function ownImage(image: OwnImage, source: FeedSource, model: UnderstoodModel): Tensor {
  const [height, width, channels = 1] = source.shape;
  if (height === undefined || width === undefined) {
    throw new RunProblem('inspect/own-image', {
      message: 'This model does not look at images',
      reason: `Its input has the shape ${source.shape.join('x')}.`,
      nextStep: 'Choose an example of its data.',
    });
  }
  const values = resizeImage(image, height, width, channels).map((value) => value / 255);
  return asFed({ dtype: 'float32', shape: [1, ...source.shape], data: values }, source, model);
}
