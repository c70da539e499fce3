/** What the language knows of data outside the text: descriptions, cached by the state of the files behind them. */
import { stat } from 'node:fs/promises';
import type { DataAnswer, DataDescription, DataHost, DataRequest } from '../../language/data/description';
import { RunProblem, textOf } from '../runProblem';
import { DataProblem } from './dataProblem';
import type { DataContext, DataSourceDefinition } from './dataSource';

export interface DataHostOptions {
  /** The context for a document. */
  readonly contextOf: (uri: string) => DataContext;
  /** A description has arrived or changed: analyze again. */
  readonly onChange: () => void;
}

export interface CachingDataHost extends DataHost {
  /** Once everything asked for so far is known. */
  settled(): Promise<void>;
  /** Looks at the files again; tells a change through `onChange`. */
  refresh(): Promise<void>;
}

interface CacheEntry {
  readonly request: DataRequest;
  answer: DataAnswer;
  fileState: string;
}

/** Describes data without loading them. Throws a RunProblem with the cause. */
export async function describeData(request: DataRequest, context: DataContext): Promise<DataDescription> {
  const source = await sourceOf(request);
  if (source === undefined) {
    throw new RunProblem('data/source', {
      message: `there is no data source ${request.source}`,
      reason: 'The name is none of those built in.',
      nextStep: 'Correct the name; completion lists the sources.',
    });
  }
  return source.describe(request, context);
}

/** A host that answers at once from its cache and reads in the background. */
export function createDataHost(options: DataHostOptions): CachingDataHost {
  const cache = new Map<string, CacheEntry>();
  const running = new Set<Promise<void>>();

  const load = async (entry: CacheEntry): Promise<void> => {
    const context = options.contextOf(entry.request.uri);
    entry.fileState = await fileState(entry.request, context);
    entry.answer = await answer(entry.request, context);
    options.onChange();
  };
  const start = (entry: CacheEntry): void => {
    const work = load(entry).finally(() => running.delete(work));
    running.add(work);
  };
  return {
    describe: (request) => {
      const key = JSON.stringify(request);
      const known = cache.get(key);
      if (known !== undefined) return known.answer;
      const entry: CacheEntry = { request, answer: { kind: 'pending' }, fileState: '' };
      cache.set(key, entry);
      start(entry);
      return entry.answer;
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    refresh: async () => {
      for (const entry of cache.values()) {
        if ((await fileState(entry.request, options.contextOf(entry.request.uri))) !== entry.fileState) start(entry);
      }
    },
  };
}

async function answer(request: DataRequest, context: DataContext): Promise<DataAnswer> {
  try {
    return { kind: 'known', description: await describeData(request, context) };
  } catch (error) {
    const code = error instanceof RunProblem ? error.code : 'data/unreadable';
    const { argument, suggestion } =
      error instanceof DataProblem ? error : { argument: undefined, suggestion: undefined };
    return {
      kind: 'problem',
      code,
      message: textOf(error),
      ...(error instanceof RunProblem ? { cause: error.reason } : {}),
      ...(argument === undefined ? {} : { argument }),
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
}

/** Sizes and times of the files behind a request; a missing one is a state too. */
async function fileState(request: DataRequest, context: DataContext): Promise<string> {
  const files = (await filesOf(request, context)) ?? [];
  const states = await Promise.all(
    files.map(async (file) => {
      const state = await stat(file).catch(() => undefined);
      return state === undefined ? 'missing' : `${state.size} ${state.mtimeMs}`;
    }),
  );
  return states.join('\n');
}

/** The files that are there; what stands in their way is told by the description. */
async function filesOf(request: DataRequest, context: DataContext): Promise<readonly string[] | undefined> {
  try {
    const source = await sourceOf(request);
    return await source?.files(request, context);
  } catch (error) {
    return [textOf(error)];
  }
}

/** Loaded when first asked for: the language server answers what needs no data before it has read the decoders. */
async function sourceOf({ source }: DataRequest): Promise<DataSourceDefinition | undefined> {
  const { findSource } = await import('./sourceRegistry');
  return findSource(source);
}
