import type { DataDescription, DataRequest } from '../../language/data/description';
import type { DataStep } from '../../language/model/graph';
import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { wordStream } from '../training/random';
import type { DataContext } from './dataSource';
import type { BatchOptions, Dataset, DataSplit } from './dataset';
import type { Examples } from './examples';
import { planPipeline } from './planPipeline';
import { numberArgument } from './requestArguments';
import { findSource } from './sourceRegistry';
import { splitExamples, type SplitOptions } from './splitExamples';
import { pipelineSteps } from './steps/pipelineStepRegistry';

export interface OpenedDataset extends Dataset {
  readonly validation: DataSplit | undefined;
  /** Pointwise steps that the program does on what is fed. */
  readonly prelude: readonly DataStep[];
  /** SHA-256 of what was read. */
  readonly hash: string;
}

export interface DatasetRequest {
  readonly request: DataRequest;
  readonly steps: readonly DataStep[];
  readonly validation: SplitOptions['validation'];
  readonly limit: number | undefined;
  readonly seed: number;
}

/** Opens a source, makes its splits and puts the pipeline over them. Problems are RunProblems. */
export async function openDataset(wanted: DatasetRequest, context: DataContext): Promise<OpenedDataset> {
  const { request } = wanted;
  const source = findSource(request.source);
  if (source === undefined) throw unknownSource(request.source);
  const plan = planPipeline(wanted.steps);
  const opened = await source.open(request, context);
  const testShare = 'test' in request.named ? numberArgument(request, 'test', 0, 0, 1) : undefined;
  const splits = splitExamples(opened, { ...wanted, testShare, ordered: false });
  const split = (examples: Examples): DataSplit => createSplit(examples, opened.description, plan.pipeline);
  return {
    description: opened.description,
    train: split(splits.train),
    validation: splits.validation && split(splits.validation),
    test: splits.test && split(splits.test),
    prelude: plan.prelude,
    hash: opened.hash,
    close: () => Promise.resolve(),
  };
}

function createSplit(examples: Examples, description: DataDescription, pipeline: readonly DataStep[]): DataSplit {
  const types = new Map(description.parts.map((part) => [part.name, part.type]));
  return {
    length: examples.length,
    batch: async (indices, parts, options) => {
      const batch = new Map<string, Tensor>();
      for (const part of parts) {
        const values = await examples.read(part, indices);
        batch.set(part, applySteps(values, types.get(part) === 'class', pipeline, options));
      }
      return batch;
    },
  };
}

/** Images go through all steps, masks through those that move pixels, labels and columns through none. */
function applySteps(values: Tensor, isClass: boolean, steps: readonly DataStep[], options: BatchOptions): Tensor {
  if (values.shape.length < 3) return values;
  return steps.reduce((current, { layer, args }, index) => {
    const step = pipelineSteps.get(layer.name);
    if (step === undefined || (isClass && !step.movesPixels) || (layer.trainingOnly === true && !options.training)) return current;
    const key = [options.seed[0] >>> 0, options.seed[1] >>> 0] as const;
    return step.apply(current, args, wordStream(key, index));
  }, values);
}

function unknownSource(name: string): RunProblem {
  return new RunProblem('data/source', {
    message: `There is no data source ${name}`,
    reason: 'The name is none of those built in.',
    nextStep: 'Correct the name; completion lists the sources.',
  });
}
