import { dirname, join } from 'node:path';
import { compilePrediction } from '../../compiler/compile';
import type { Program } from '../../compiler/program';
import type { DataDescription } from '../../language/data/description';
import type { DataAnalysis, DocumentAnalysis, GraphNode, ModelAnalysis, ModelGraph } from '../../language/model/graph';
import type { InspectSubject } from '../../protocol/inspectMessages';
import type { RunError } from '../../protocol/runEvents';
import { analyzeWithData } from '../analyzeWithData';
import { cacheFolder } from '../cacheFolder';
import { adaptNormalization } from '../data/adaptNormalization';
import type { DataContext } from '../data/dataSource';
import { openDataset, type OpenedDataset } from '../data/openDataset';
import { planFeeds, type FeedPlan } from '../data/planFeeds';
import { describePipeline, planPipeline } from '../data/planPipeline';
import { RunProblem, toRunError } from '../runProblem';

/** A model that can be looked into: its graph, its program, and its data where they can be opened. */
export interface UnderstoodModel {
  readonly graph: ModelGraph;
  readonly program: Program;
  readonly plan: FeedPlan;
  readonly description: DataDescription | undefined;
  /** The part that holds the truth of an example, on data that have one. */
  readonly target: string | undefined;
  readonly dataset: OpenedDataset | undefined;
  /** Why the data cannot be opened. */
  readonly problem: RunError | undefined;
  /** What is to be known of the data that were opened: that a part of them stands in for the whole. */
  readonly remark: string | undefined;
  /** Of the train block, for the weights before training. */
  readonly seed: number;
}

/** Analyzes the source, opens the data without downloading, and compiles. Throws a RunProblem with what stands in the way. */
export async function understandModel(subject: InspectSubject): Promise<UnderstoodModel> {
  const context = createContext(subject);
  const analysis = await analyzeWithData(subject, context);
  const model = analysis.models.find(({ graph }) => graph.name === subject.model);
  if (model === undefined) throw noModel(subject.model, analysis.models);
  const { graph } = model;
  if (!graph.complete) throw notComplete(model, analysis);
  const train = analysis.trains.find((candidate) => candidate.model === model && candidate.settings !== undefined);
  const data = dataOf(graph, analysis.data);
  const opened = data === undefined ? undefined : await openData(data, context, train?.settings?.seed ?? 0);
  const description = data?.description;
  const settings = { outputs: train?.settings?.outputs ?? [] };
  const source = data?.stages[0]?.description;
  const bound = data?.steps !== undefined && description !== undefined && source !== undefined;
  const read = opened?.dataset ?? (bound ? describePipeline(planPipeline(data.steps, source)) : undefined);
  const planned = read === undefined ? planShapes(graph.inputs) : planFeeds(graph, settings, read.fed, read.prelude);
  const plan = opened?.dataset === undefined ? planned : await adaptNormalization(planned, opened.dataset.train);
  return {
    graph,
    program: compilePrediction(graph, plan),
    plan,
    description,
    target: train?.settings?.outputs[0]?.target ?? description?.target,
    dataset: opened?.dataset,
    problem: opened?.problem,
    remark: opened?.remark,
    seed: train?.settings?.seed ?? 0,
  };
}

function createContext({ file, roots, dataFolders }: InspectSubject): DataContext {
  return {
    folder: dirname(file),
    roots: [dirname(file), ...roots],
    dataFolders,
    cacheFolder: join(cacheFolder(), 'data'),
    allowDownload: false,
    bundledStandsIn: true,
  };
}

/** The data of the first input that names some. */
function dataOf({ inputs }: ModelGraph, all: readonly DataAnalysis[]): DataAnalysis | undefined {
  const name = inputs.find(({ source }) => source?.data !== undefined)?.source?.data;
  return name === undefined ? undefined : all.find(({ declaration }) => declaration.name.text === name);
}

async function openData({ request, steps }: DataAnalysis, context: DataContext, seed: number): Promise<OpenedData> {
  if (request === undefined || steps === undefined) return { dataset: undefined, problem: undefined };
  let remark: string | undefined;
  try {
    const dataset = await openDataset(
      { request, steps, validation: { kind: 'none' }, limit: undefined, seed },
      { ...context, onRemark: ({ message }) => (remark = message) },
    );
    return { dataset, problem: undefined, remark };
  } catch (error) {
    return { dataset: undefined, problem: toRunError(error) };
  }
}

interface OpenedData extends Pick<UnderstoodModel, 'dataset' | 'problem'> {
  readonly remark?: string | undefined;
}

/** Inputs without data take floats of their own shape. */
function planShapes(inputs: readonly GraphNode[]): FeedPlan {
  const feeds = inputs.map(({ path, output = [] }, index) => ({
    path,
    feed: `input_${index}`,
    parts: [],
    dtype: 'float32' as const,
    shape: output.map((size) => size ?? 1),
  }));
  return {
    inputs: new Map(feeds.map(({ path, feed, dtype, shape }) => [path, { feed, dtype, shape, prelude: [] }])),
    targets: new Map(),
    feeds: feeds.map(({ feed, parts, dtype, shape }) => ({ feed, parts, dtype, shape })),
  };
}

function noModel(name: string, models: readonly ModelAnalysis[]): RunProblem {
  const names = models.map(({ graph }) => graph.name).join(', ');
  return new RunProblem('inspect/model', {
    message: `The file has no model "${name}"`,
    reason: names === '' ? 'It declares none.' : `It has ${names}.`,
    nextStep: names === '' ? 'Declare one: model NAME { … }.' : 'Name one of these.',
  });
}

function notComplete({ declaration, graph }: ModelAnalysis, { diagnostics }: DocumentAnalysis): RunProblem {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const own = errors.find(({ span }) => span.start >= declaration.start && span.end <= declaration.end) ?? errors[0];
  return new RunProblem(own?.code ?? 'inspect/incomplete', {
    message: own?.message ?? `${graph.name} has sizes that are not known`,
    reason:
      own === undefined ? 'Without its sizes a layer has nothing to show.' : 'The model has an error in its text.',
    nextStep: own === undefined ? 'Give the input its sizes.' : 'Correct it; the last valid picture stays until then.',
    ...(own === undefined ? {} : { span: own.span }),
  });
}
