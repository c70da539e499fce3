import type { DataPart } from '../../language/data/description';
import { pictureSide, type DataQuestion, type PicturesAnswer } from '../../protocol/dataMessages';
import { adaptPipeline } from '../data/adaptPipeline';
import { applySteps, createSplit } from '../data/createSplit';
import { rowNumbers, selectExamples, type Examples } from '../data/examples';
import { toPictures, type Picture } from '../data/picture';
import { planPipeline, type PipelinePlan, type PlacedStep } from '../data/planPipeline';
import { isUnadapted } from '../data/steps/Normalization';
import { RunProblem } from '../runProblem';
import { examplesOf, type DataView } from './openView';
import { shrinkPicture } from './shrinkPicture';
import type { UnderstoodData } from './understandData';

/** So many training examples tell mean and variance: a preview does not read a whole set. */
const adaptedExamples = 512;

type PicturesQuestion = DataQuestion & { readonly kind: 'pictures' };

/**
 * Images or masks behind some of the steps, as bytes for the screen: bytes as they are, values from 0 to 1 times 255,
 * classes of a mask evenly spread, anything else between its lowest and highest value. Throws a RunProblem where a step
 * does not fit without the others.
 */
export async function picturesOf(
  data: UnderstoodData,
  view: DataView,
  question: PicturesQuestion,
): Promise<PicturesAnswer> {
  const { description } = view.opened;
  const examples = examplesOf(view, question.split, Math.max(0, ...question.examples.map(({ index }) => index)));
  const part = description.parts.find(({ name }) => name === question.part);
  if (part === undefined || part.shape.length < 2) throw noPictures(question.part);
  const { steps, adapted } = await stepsOf(data, view, question);
  const isMask = part.type === 'class';
  const raw = await readPictures(
    examples,
    part,
    Int32Array.from(question.examples, ({ index }) => index),
  );
  const pictures = raw.map((picture, place) => {
    const { index = 0, draw = 0 } = question.examples[place] ?? {};
    return applySteps(picture, steps, 0, isMask, { training: question.training, seed: [draw, index] });
  });
  const { low, high } = rangeOf(pictures);
  const scale = isMask ? spread(0, Math.max(1, (part.classes?.length ?? 2) - 1)) : scaleOf(pictures, low, high);
  const small = pictures.map((picture) => shrinkPicture(picture, pictureSide));
  const channels = small.some((picture) => picture.channels >= 3) ? 3 : 1;
  return {
    kind: 'pictures',
    channels,
    sizes: Int32Array.from(small.flatMap(({ height, width }) => [height, width])),
    real: Int32Array.from(pictures.flatMap(({ height, width }) => [height, width])),
    pixels: toBytes(small, channels, scale),
    labels: await labelsOf(examples, view, question),
    low,
    high,
    adapted,
  };
}

async function stepsOf({ analysis }: UnderstoodData, { opened, splits }: DataView, question: PicturesQuestion) {
  const all = analysis.steps ?? [];
  const chosen = question.steps.filter((place) => all[place] !== undefined && all[place].layer.name !== 'Window');
  const plan = planPipeline(
    chosen.flatMap((place) => all[place] ?? []),
    opened.description,
  );
  const whole = withoutPrelude(plan, question.part);
  const steps = whole.parts.get(question.part)?.pipeline ?? [];
  const needed = steps.some(({ layer, args }) => isUnadapted(layer.name, args));
  const { train } = splits;
  if (!needed || train === undefined) return { steps: placed(steps, chosen), adapted: 0 };
  const count = Math.min(adaptedExamples, train.length);
  const sample = selectExamples(
    train,
    rowNumbers(count).map((row) => Math.floor((row * train.length) / count)),
  );
  const found = await adaptPipeline(whole, (current) => createSplit(sample, current));
  return { steps: placed(found.parts.get(question.part)?.pipeline ?? [], chosen), adapted: count };
}

/** A preview does everything itself: what a program would do comes behind the rest, with the same result. */
function withoutPrelude(plan: PipelinePlan, name: string): PipelinePlan {
  const { pipeline = [], prelude = [] } = plan.parts.get(name) ?? {};
  const rest = prelude.map((step) => ({ ...step, place: 'place' in step ? Number(step.place) : 0 }));
  return { ...plan, parts: new Map([[name, { pipeline: [...pipeline, ...rest], prelude: [] }]]) };
}

/** A step draws by its place in the declaration, whichever others are left out. */
function placed(steps: readonly PlacedStep[], chosen: readonly number[]): readonly PlacedStep[] {
  return steps.map((step) => ({ ...step, place: chosen[step.place] ?? step.place }));
}

async function readPictures(examples: Examples, part: DataPart, indices: Int32Array): Promise<readonly Picture[]> {
  if (examples.eachPicture === undefined) return toPictures(await examples.read(part.name, indices));
  const pictures: Picture[] = [];
  await examples.eachPicture(part.name, indices, (picture) => {
    pictures.push({ ...picture, data: picture.data.slice() });
  });
  return pictures;
}

async function labelsOf(
  examples: Examples,
  { opened: { description } }: DataView,
  question: PicturesQuestion,
): Promise<Int32Array> {
  const indices = Int32Array.from(question.examples, ({ index }) => index);
  const target = description.parts.find(({ name }) => name === description.target);
  if (target?.classes === undefined || target.shape.length > 0) return new Int32Array(indices.length).fill(-1);
  return Int32Array.from((await examples.read(target.name, indices)).data);
}

function rangeOf(pictures: readonly Picture[]): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const { data } of pictures)
    for (const value of data) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

type Scale = (value: number) => number;

function scaleOf(pictures: readonly Picture[], low: number, high: number): Scale {
  if (pictures.every(({ dtype }) => dtype === 'uint8')) return (value) => value;
  if (low >= 0 && high <= 1) return spread(0, 1);
  return low >= 0 && high <= 255 ? (value) => value : spread(low, high);
}

function spread(low: number, high: number): Scale {
  return (value) => ((value - low) / (high - low || 1)) * 255;
}

function toBytes(pictures: readonly Picture[], channels: 1 | 3, scale: Scale): Uint8Array {
  const pixels = new Uint8ClampedArray(pictures.reduce((sum, { height, width }) => sum + height * width * channels, 0));
  let at = 0;
  for (const { height, width, channels: own, data } of pictures) {
    for (let pixel = 0; pixel < height * width; pixel += 1) {
      for (let channel = 0; channel < channels; channel += 1)
        pixels[at++] = scale(data[pixel * own + (own >= 3 ? channel : 0)] ?? 0);
    }
  }
  return new Uint8Array(pixels.buffer);
}

function noPictures(part: string): RunProblem {
  return new RunProblem('data/preview', {
    message: `"${part}" holds no images`,
    reason: 'Only images and masks can be drawn.',
    nextStep: 'Choose another part.',
  });
}
