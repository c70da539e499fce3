import { dirname, join } from 'node:path';
import { analyzeWithData } from '../analyzeWithData';
import { cacheFolder } from '../cacheFolder';
import type { DataContext } from '../data/dataSource';
import { RunProblem } from '../runProblem';
import type { DataAnalysis, DocumentAnalysis, TrainAnalysis } from '../../language/model/graph';
import type { DataOverview, DataStage, DataSubject } from '../../protocol/dataMessages';

/** A declaration that can be looked at. */
export interface UnderstoodData {
  readonly analysis: DataAnalysis;
  readonly context: DataContext;
  /** Of the first train block on the data. */
  readonly train: TrainAnalysis | undefined;
  readonly source: string;
}

/** Analyzes the source and finds the declaration. Throws a RunProblem with what stands in the way. */
export async function understandData(subject: DataSubject): Promise<UnderstoodData> {
  const context: DataContext = {
    folder: dirname(subject.file),
    roots: [dirname(subject.file), ...subject.roots],
    dataFolders: subject.dataFolders,
    cacheFolder: join(cacheFolder(), 'data'),
    allowDownload: false,
    preview: true,
  };
  const document = await analyzeWithData(subject, context);
  const analysis = document.data.find(({ declaration }) => declaration.name.text === subject.data);
  if (analysis === undefined) throw noData(subject.data, document.data);
  if (analysis.request === undefined || analysis.steps === undefined || analysis.stages[0]?.description === undefined)
    throw notComplete(analysis, document);
  const train = document.trains.find(({ data, settings }) => data === analysis && settings !== undefined);
  return { analysis, context, train, source: subject.source };
}

/** What the text and the headers of files tell. */
export function overviewOf({ analysis, train, source }: UnderstoodData): DataOverview {
  const { declaration, stages, steps = [], request } = analysis;
  const last = stages.findLast(({ description }) => description !== undefined)?.description;
  const validation = train?.settings?.validation ?? { kind: 'none' };
  const all = last?.examples.train ?? undefined;
  const kept = all === undefined || validation.kind !== 'split' ? all : Math.floor(all * (1 - validation.share));
  return {
    kind: 'overview',
    name: declaration.name.text,
    source: request?.source ?? '',
    stages: stages.map(({ node, description }, place) => ({
      text: oneLine(source.slice(node.start, node.end)),
      kind: place === 0 ? 'source' : kindOf(steps[place - 1]),
      parts: description?.parts ?? [],
      target: description?.target,
    })),
    validation: validation.kind,
    examples: {
      train: kept,
      validation: all === undefined || kept === undefined || validation.kind !== 'split' ? undefined : all - kept,
      test: last?.examples.test ?? undefined,
    },
    span: { start: declaration.start, end: declaration.end },
  };
}

function kindOf(step: NonNullable<DataAnalysis['steps']>[number] | undefined): DataStage['kind'] {
  if (step?.layer.name === 'Window') return 'window';
  return step?.layer.trainingOnly === true ? 'random' : 'step';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function noData(name: string, all: readonly DataAnalysis[]): RunProblem {
  const names = all.map(({ declaration }) => declaration.name.text).join(', ');
  return new RunProblem('data/name', {
    message: `The file declares no data "${name}"`,
    reason: names === '' ? 'It has no data declaration.' : `It has ${names}.`,
    nextStep: names === '' ? 'Declare some: data NAME = mnist.' : 'Name one of these.',
  });
}

function notComplete({ declaration }: DataAnalysis, { diagnostics }: DocumentAnalysis): RunProblem {
  const problem = diagnostics.find(
    ({ severity, span }) => severity === 'error' && span.start >= declaration.start && span.end <= declaration.end,
  );
  const [fix] = problem?.fixes ?? [];
  return new RunProblem(problem?.code ?? 'data/incomplete', {
    message: problem?.message ?? 'The declaration is not complete',
    reason: problem?.related[0]?.message ?? 'The declaration has an error in its text.',
    nextStep: fix === undefined ? 'Correct it; the last valid picture stays until then.' : `${fix.title}.`,
    ...(problem === undefined ? {} : { span: problem.span }),
  });
}
