import type { DataDescription, DataRequest } from '../../language/data/description';
import type { DataStep } from '../../language/model/graph';
import { RunProblem } from '../runProblem';
import { adaptPipeline } from './adaptPipeline';
import { createSplit } from './createSplit';
import type { DataContext, OpenedSource } from './dataSource';
import type { Dataset, DataSplit } from './dataset';
import { rowNumbers, type Examples } from './examples';
import { describePipeline, planPipeline, type PipelinePlan } from './planPipeline';
import { numberArgument } from './requestArguments';
import { windowExamples } from './seriesExamples';
import { testShare } from './shareTest';
import { findSource } from './sourceRegistry';
import { splitExamples, type SplitOptions } from './splitExamples';

export interface OpenedDataset extends Dataset {
  readonly validation: DataSplit | undefined;
  /** What the splits give: shapes behind all steps, types before the prelude. */
  readonly fed: DataDescription;
  /** By part, the pointwise steps that the program does on what is fed. */
  readonly prelude: ReadonlyMap<string, readonly DataStep[]>;
  /** The steps of the pipeline as they are done, with what they took from the training part, by part. */
  readonly adapted: ReadonlyMap<string, readonly (DataStep & { readonly place?: number })[]>;
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
  const opened = await source.open(request, context);
  const close = async (): Promise<void> => {
    await opened.train.close?.();
    await opened.test?.close?.();
  };
  try {
    const { plan, splits } = await splitSource(opened, wanted);
    const adapted = await adaptPipeline(plan, (current) => createSplit(splits.train, current));
    const split = (examples: Examples): DataSplit => createSplit(examples, adapted);
    return {
      description: opened.description,
      ...describePipeline(adapted),
      train: split(splits.train),
      validation: splits.validation && split(splits.validation),
      test: splits.test && split(splits.test),
      adapted: new Map([...adapted.parts].map(([name, { pipeline }]) => [name, [...adapted.series, ...pipeline]])),
      hash: opened.hash,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes the splits of an opened source, before any step but those of a series. */
export async function splitSource(opened: OpenedSource, wanted: DatasetRequest) {
  const plan = planPipeline(wanted.steps, opened.description);
  const share = testShare(wanted.request);
  const seed = numberArgument(wanted.request, 'seed', wanted.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const { validation, limit } = wanted;
  if (plan.window !== undefined) {
    const windows = await windowExamples(opened, { steps: plan.series, window: plan.window.args, testShare: share });
    const splits = splitExamples(windows, {
      testShare: undefined,
      ordered: true,
      grouped: false,
      labels: undefined,
      validation,
      limit,
      seed,
    });
    return { plan: { ...plan, series: windows.steps } satisfies PipelinePlan, splits };
  }
  const ordered = opened.ordered ?? false;
  const labels = share === undefined || ordered ? undefined : await classLabels(opened);
  const splits = splitExamples(opened, {
    testShare: opened.train.length === 1 ? undefined : share,
    ordered,
    grouped: opened.grouped ?? false,
    labels,
    validation,
    limit,
    seed,
  });
  return { plan, splits };
}

/** The classes of all examples, by which a test share is stratified; undefined where the target is no class. */
async function classLabels({ train, description }: OpenedSource): Promise<Int32Array | undefined> {
  const target = description.parts.find(({ name }) => name === description.target);
  if (target?.type !== 'class' || target.shape.length > 0) return undefined;
  const { data } = await train.read(target.name, rowNumbers(train.length));
  return data instanceof Int32Array ? data : Int32Array.from(data);
}

function unknownSource(name: string): RunProblem {
  return new RunProblem('data/source', {
    message: `There is no data source ${name}`,
    reason: 'The name is none of those built in.',
    nextStep: 'Correct the name; completion lists the sources.',
  });
}
