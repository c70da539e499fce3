import type { Tensor } from '../backend';
import { wordStream } from '../training/random';
import type { BatchOptions, DataSplit } from './dataset';
import { isFixed, type Examples } from './examples';
import { joinPictures } from './joinPictures';
import { toPictures, type Picture } from './picture';
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
  if (pipeline.length === 0 && (isKnown || examples.eachPicture === undefined)) return examples.read(name, indices);
  const rows = joinPictures(indices.length, name, rank);
  const use = (picture: Picture, row: number): void =>
    rows.put(applySteps(picture, pipeline, row, isMask, options), row);
  if (examples.eachPicture !== undefined && isPicturePart(part?.shape.length))
    await examples.eachPicture(name, indices, use);
  else toPictures(await examples.read(name, indices)).forEach(use);
  return rows.finish();
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
