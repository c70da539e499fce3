import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { wordStream } from '../training/random';
import type { BatchOptions, DataSplit } from './dataset';
import { isFixed, type Examples } from './examples';
import { joinPictures, toPictures, type Picture } from './picture';
import type { PartPlan, PipelinePlan, PlacedStep } from './planPipeline';
import { pipelineSteps } from './steps/pipelineStepRegistry';

/** Examples with the pipeline over them. */
export function createSplit(examples: Examples, plan: PipelinePlan): DataSplit {
  const shapes = new Map(plan.fed.parts.map((part) => [part.name, part.shape]));
  const masks = new Set(
    plan.fed.parts.filter(({ type, shape }) => type === 'class' && shape.length >= 2).map(({ name }) => name),
  );
  return {
    length: examples.length,
    batch: async (indices, parts, options) => {
      const batch = new Map<string, Tensor>();
      for (const name of parts) {
        const part = plan.parts.get(name) ?? { pipeline: [], prelude: [] };
        batch.set(
          name,
          await readPart(examples, name, indices, part, shapes.get(name)?.length, masks.has(name), options),
        );
      }
      return batch;
    },
  };
}

async function readPart(
  examples: Examples,
  name: string,
  indices: Int32Array,
  { pipeline }: PartPlan,
  rank: number | undefined,
  isMask: boolean,
  options: BatchOptions,
): Promise<Tensor> {
  const part = examples.parts.get(name);
  const isKnown = part !== undefined && isFixed(part.shape);
  if ((pipeline.length === 0 && isKnown) || examples.readEach === undefined) {
    const values = await examples.read(name, indices);
    return pipeline.length === 0
      ? values
      : joined(
          toPictures(values).map((picture, row) => applySteps(picture, pipeline, row, isMask, options)),
          name,
          rank,
        );
  }
  const pictures = isPicturePart(part?.shape.length)
    ? await examples.readEach(name, indices)
    : toPictures(await examples.read(name, indices));
  return joined(
    pictures.map((picture, row) => applySteps(picture, pipeline, row, isMask, options)),
    name,
    rank,
  );
}

function isPicturePart(rank: number | undefined): boolean {
  return rank !== undefined && rank >= 2;
}

/** Every example draws words of its own, from the batch's seed, the step's place and its row. */
export function applySteps(
  picture: Picture,
  steps: readonly PlacedStep[],
  row: number,
  isMask: boolean,
  options: BatchOptions,
): Picture {
  const key = [options.seed[0] >>> 0, options.seed[1] >>> 0] as const;
  return steps.reduce((current, { layer, args, place }) => {
    const step = pipelineSteps.get(layer.name);
    if (step === undefined || (layer.trainingOnly === true && !options.training)) return current;
    return step.apply(current, args, { random: wordStream(key, place, row), training: options.training, isMask });
  }, picture);
}

/** One tensor [N, …]; `rank` is that of an example. Throws where the pictures have different sizes. */
function joined(pictures: readonly Picture[], name: string, rank = 3): Tensor {
  const [first] = pictures;
  const { height = 1, width = 1, channels = 1, dtype = 'uint8' } = first ?? {};
  const other = pictures.find(
    (picture) => picture.height !== height || picture.width !== width || picture.channels !== channels,
  );
  if (other !== undefined) throw differentSizes(name, `${height}x${width}`, `${other.height}x${other.width}`);
  const shape =
    rank >= 3
      ? [height, width, channels]
      : rank === 2
        ? [height, width * channels]
        : rank === 1
          ? [height * width * channels]
          : [];
  return { dtype, shape: [pictures.length, ...shape], data: joinPictures(pictures) };
}

function differentSizes(name: string, first: string, other: string): RunProblem {
  return new RunProblem('data/size', {
    message: `The examples of "${name}" have different sizes: ${first} and ${other}`,
    reason: 'All examples of a batch have one size.',
    nextStep: 'Put Resizing, CenterCrop or RandomCrop into the data declaration.',
  });
}
