import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from '../../engine/cacheFolder';
import type { DataContext, DataProgress } from '../../engine/data/dataSource';
import { describeData } from '../../engine/data/describe';
import { dataPlace } from '../../engine/data/locateFile';
import { findSource } from '../../engine/data/sourceRegistry';
import { RunProblem } from '../../engine/runProblem';
import { didYouMean } from '../../language/diagnostics/didYouMean';
import type { DataDescription, DataRequest } from '../../language/data/description';
import type { DataStep } from '../../language/model/graph';
import { analyzeFile } from '../analyzeFile';
import type { CommandOutput } from '../command';
import type { DataOptions } from '../data';

export interface FoundData {
  readonly name: string;
  readonly request: DataRequest;
  readonly steps: readonly DataStep[];
  readonly context: DataContext;
  /** Behind the source, then behind each step. */
  readonly stages: readonly { readonly name: string; readonly description: DataDescription | undefined }[];
}

/** The source, or the declaration of a file, that a command line names. Throws a RunProblem where there is none. */
export async function findData(
  options: DataOptions,
  output: CommandOutput,
  allowDownload: boolean,
): Promise<FoundData> {
  const [first = '', name] = options.subject;
  if (name === undefined && findSource(first) !== undefined)
    return publishedData(first, options, output, allowDownload);
  const file = resolve(first);
  const { analysis } = await analyzeFile(file, options.workspace);
  const names = analysis.data.map(({ declaration }) => declaration.name.text);
  const [only] = names.length === 1 ? names : [];
  const data = analysis.data.find(({ declaration }) => declaration.name.text === (name ?? only));
  if (data === undefined) throw noData(file, name, names);
  const [problem] = analysis.diagnostics.filter(
    ({ severity, span }) =>
      severity === 'error' && span.start >= data.declaration.start && span.end <= data.declaration.end,
  );
  if (problem !== undefined || data.request === undefined || data.steps === undefined) {
    throw new RunProblem(problem?.code ?? 'data/incomplete', {
      message: problem?.message ?? 'The declaration is not complete',
      reason: problem?.related[0]?.message ?? `It stands in ${file}.`,
      nextStep: problem?.fixes[0] === undefined ? 'Correct the declaration.' : `${problem.fixes[0].title}.`,
    });
  }
  const calls = ['source', ...data.steps.map(({ layer }) => layer.name)];
  return {
    name: data.declaration.name.text,
    request: data.request,
    steps: data.steps,
    context: contextOf(dirname(file), options, output, allowDownload),
    stages: data.stages.map(({ description }, index) => ({ name: calls[index] ?? '', description })),
  };
}

async function publishedData(
  name: string,
  options: DataOptions,
  output: CommandOutput,
  allowDownload: boolean,
): Promise<FoundData> {
  const context = contextOf(process.cwd(), options, output, allowDownload);
  const request = { uri: pathToFileURL(join(process.cwd(), 'model.nn')).href, source: name, positional: [], named: {} };
  return {
    name,
    request,
    steps: [],
    context,
    stages: [{ name: 'source', description: await describeData(request, context) }],
  };
}

export function contextOf(
  folder: string,
  options: DataOptions,
  output: CommandOutput,
  allowDownload: boolean,
): DataContext {
  return {
    folder,
    roots: [options.workspace === undefined ? folder : resolve(options.workspace)],
    dataFolders: Object.fromEntries(
      Object.entries(options.dataFolders).map(([source, path]) => [source, dataPlace(path)]),
    ),
    cacheFolder: join(cacheFolder(), 'data'),
    allowDownload,
    onProgress: progressWriter(options.json, output),
    onRemark: (warning) =>
      options.json
        ? output.out.write(`${JSON.stringify({ warning })}\n`)
        : output.err.write(`warning: ${warning.message}\n`),
  };
}

/** Every tenth, and the end. */
function progressWriter(json: boolean, output: CommandOutput): (progress: DataProgress) => void {
  let last = '';
  return (progress) => {
    const tenth = `${progress.message} ${Math.floor((10 * progress.done) / Math.max(1, progress.total))}`;
    if (tenth === last) return;
    last = tenth;
    if (json) output.out.write(`${JSON.stringify({ progress })}\n`);
    else output.err.write(`${progress.message}: ${progress.done} of ${progress.total} ${progress.unit}\n`);
  };
}

function noData(file: string, name: string | undefined, names: readonly string[]): RunProblem {
  const nearest = name === undefined ? undefined : didYouMean(name, names);
  return new RunProblem('data/name', {
    message: name === undefined ? `Say which data of ${file}` : `${file} declares no data ${name}`,
    reason: names.length === 0 ? 'It has no data declaration.' : `It has ${names.join(', ')}.`,
    nextStep: nearest === undefined ? 'Name one of them.' : `Did you mean ${nearest}?`,
  });
}
