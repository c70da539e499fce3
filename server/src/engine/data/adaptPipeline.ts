import type { DataSplit } from './dataset';
import { elements, rowNumbers } from './examples';
import type { PartPlan, PipelinePlan, PlacedStep } from './planPipeline';
import { keptPlaces, measureStatistics, rowsAtOnce } from './statistics';
import { isUnadapted } from './steps/Normalization';

/**
 * Gives each Normalization of the pipeline that has no mean of its own that of the training part, over what the steps
 * before it make of it. `open` makes a split with a plan.
 */
export async function adaptPipeline(
  plan: PipelinePlan,
  open: (plan: PipelinePlan) => DataSplit,
): Promise<PipelinePlan> {
  let current = plan;
  for (const [name, part] of plan.parts) {
    let pipeline: readonly PlacedStep[] = part.pipeline;
    for (const [index, step] of pipeline.entries()) {
      if (!isUnadapted(step.layer.name, step.args)) continue;
      const before = withPart(current, name, { pipeline: pipeline.slice(0, index), prelude: [] });
      const { shape, values } = await firstAndAll(open(before), name);
      const { mean, variance } = await measureStatistics(keptPlaces(shape, step.args['axis']), elements(shape), values);
      pipeline = pipeline.with(index, { ...step, args: { ...step.args, mean, variance } });
    }
    current = withPart(current, name, { ...part, pipeline });
  }
  return current;
}

function withPart(plan: PipelinePlan, name: string, part: PartPlan): PipelinePlan {
  return { ...plan, parts: new Map(plan.parts).set(name, part) };
}

async function firstAndAll(split: DataSplit, name: string) {
  const read = async (start: number, count: number) => {
    const batch = await split.batch(rowNumbers(count, start), [name], { training: false, seed: [0, 0] });
    const tensor = batch.get(name);
    if (tensor === undefined) throw new RangeError(`the data have no part "${name}"`);
    return tensor;
  };
  const first = await read(0, 1);
  const shape = first.shape.slice(1);
  const chunk = rowsAtOnce(elements(shape));
  return {
    shape,
    async *values() {
      for (let start = 0; start < split.length; start += chunk)
        yield (await read(start, Math.min(chunk, split.length - start))).data;
    },
  };
}
