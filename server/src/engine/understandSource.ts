import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyze } from '../language/analyze';
import type { DataDescription, DataRequest } from '../language/data/description';
import type { Diagnostic } from '../language/diagnostics/diagnostic';
import type { DataStep, DocumentAnalysis, ModelGraph, TrainAnalysis } from '../language/model/graph';
import type { TrainSettings } from '../language/model/trainSettings';
import type { EngineRequest } from '../protocol/engineMessages';
import type { DataContext } from './data/dataSource';
import { createDataHost } from './data/describe';
import { createFileHost, withStoredFiles, type FileHost } from './fileHost';
import { RunProblem } from './runProblem';

export interface UnderstoodTraining {
  /** The name of the train block, or of its model. */
  readonly name: string;
  /** Of the document. */
  readonly uri: string;
  readonly graph: ModelGraph;
  readonly settings: TrainSettings;
  /** The imported files as they were read, by URI. */
  readonly imports: ReadonlyMap<string, string>;
  readonly data: {
    readonly request: DataRequest;
    readonly steps: readonly DataStep[];
    readonly description: DataDescription;
  };
}

/**
 * Analyzes the source and picks the train block. `stored` are imported files as they were when a resumed run
 * began. Throws a RunProblem with the first error that stands in its way.
 */
export async function understandSource(
  request: EngineRequest,
  context: DataContext,
  stored: Readonly<Record<string, string>> = {},
): Promise<UnderstoodTraining> {
  const imports = new Map<string, string>();
  const host = withStoredFiles(createFileHost([dirname(request.file), ...context.roots]), stored, imports);
  const analysis = await analyzeWithData(request, context, host);
  const train = analysis.trains.find(({ name }) => name === request.train);
  if (train === undefined) throw noTrain(request.train, analysis.trains);
  const graph = train.model?.graph;
  const { settings, data } = train;
  if (graph?.complete !== true || settings === undefined || data?.request === undefined)
    throw notReady(train, analysis);
  if (data.steps === undefined || data.description === undefined) throw notReady(train, analysis);
  return {
    name: train.name,
    uri: analysis.uri,
    graph,
    settings,
    imports,
    data: { request: data.request, steps: data.steps, description: data.description },
  };
}

/** Descriptions of data arrive while the language waits for nothing: it is asked until it has all it asked for. */
async function analyzeWithData(
  request: EngineRequest,
  context: DataContext,
  files: FileHost,
): Promise<DocumentAnalysis> {
  let changes = 0;
  const data = createDataHost({
    contextOf: () => context,
    onChange: () => {
      changes += 1;
    },
  });
  const document = { uri: pathToFileURL(request.file).href, version: 1, text: request.source };
  for (;;) {
    const before = changes;
    const analysis = analyze(document, { ...files, describe: data.describe });
    await data.settled();
    if (changes === before) return analysis;
  }
}

function noTrain(name: string, trains: readonly TrainAnalysis[]): RunProblem {
  const names = trains.map((train) => train.name).join(', ');
  return new RunProblem('run/train', {
    message: name === '' ? 'The file has no train block' : `The file has no train block "${name}"`,
    reason: trains.length === 0 ? 'Nothing says how to train.' : `It has ${names}.`,
    nextStep: trains.length === 0 ? 'Add train MODEL on DATA { loss: … }.' : 'Name one of these.',
  });
}

/** The first error inside what is to be trained, else the first of the file. */
function notReady(train: TrainAnalysis, { diagnostics }: DocumentAnalysis): RunProblem {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const places = [train.declaration, train.model?.declaration, train.data?.declaration];
  const error =
    errors.find((candidate) => places.some((place) => place !== undefined && contains(place, candidate))) ?? errors[0];
  if (error === undefined) {
    return new RunProblem('run/incomplete', {
      message: `${train.name} cannot be trained yet`,
      reason: 'A size or the data are not known.',
      nextStep: 'Give the input its sizes and the data a source with known shapes.',
    });
  }
  return new RunProblem(error.code, {
    message: error.message,
    reason: `The file has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}.`,
    nextStep:
      error.fixes[0] === undefined
        ? 'Correct it and train again.'
        : `Correct it (${error.fixes[0].title}) and train again.`,
    span: error.span,
  });
}

function contains(outer: Diagnostic['span'], { span }: Diagnostic): boolean {
  return span.start >= outer.start && span.end <= outer.end;
}
