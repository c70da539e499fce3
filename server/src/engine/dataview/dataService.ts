import type { DataAnswer, DataProgressMessage, DataQuestion, DataSubject } from '../../protocol/dataMessages';
import { RunProblem } from '../runProblem';
import { findSource } from '../data/sourceRegistry';
import { classesOf } from './classesOf';
import { columnsOf } from './columnsOf';
import { openView, type DataView } from './openView';
import { picturesOf } from './picturesOf';
import { seriesOf } from './seriesOf';
import { overviewOf, understandData, type UnderstoodData } from './understandData';

export interface AskOptions {
  readonly onProgress?: (progress: DataProgressMessage) => void;
  readonly signal?: AbortSignal;
}

export interface DataService {
  /**
   * Answers one question after the other; a download keeps none waiting. Rejects with a RunProblem where the text, the
   * data or the part are not there.
   */
  ask(subject: DataSubject, question: DataQuestion, options: AskOptions): Promise<DataAnswer>;
}

/** Data that are kept open: those at hand and those they are compared with. */
const keptViews = 2;

export function createDataService(): DataService {
  const views = new Map<string, Promise<DataView>>();
  let last: Promise<unknown> = Promise.resolve();

  const drop = async (key: string): Promise<void> => {
    const view = views.get(key);
    views.delete(key);
    await view?.then(
      ({ close }) => close(),
      () => undefined,
    );
  };
  const viewOf = async (data: UnderstoodData): Promise<DataView> => {
    const key = JSON.stringify([data.analysis.request, data.context.dataFolders, data.train?.settings?.validation]);
    const known = views.get(key);
    views.delete(key);
    const view = known ?? openView(data);
    views.set(key, view);
    // Files may come later: what has failed is tried again.
    view.catch(() => views.delete(key));
    for (const oldest of views.keys()) {
      if (views.size <= keptViews) break;
      await drop(oldest);
    }
    return view;
  };
  const answer = async (data: UnderstoodData, question: DataQuestion): Promise<DataAnswer> => {
    switch (question.kind) {
      case 'overview':
        return overviewOf(data);
      case 'classes':
        return classesOf(data, await viewOf(data), question.split);
      case 'pictures':
        return picturesOf(data, await viewOf(data), question);
      case 'series':
        return seriesOf(data, await viewOf(data), question);
      case 'columns':
        return columnsOf(data, await viewOf(data));
      case 'fetch':
        return { kind: 'fetched' };
    }
  };
  return {
    ask: async (subject, question, options) => {
      if (question.kind === 'fetch') return fetchData(await understandData(subject), options);
      const turn = last.then(async () => answer(await understandData(subject), question));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function fetchData({ analysis, context }: UnderstoodData, options: AskOptions): Promise<DataAnswer> {
  const remarks: string[] = [];
  const source = findSource(analysis.request?.source ?? '');
  if (source === undefined || analysis.request === undefined) return { kind: 'fetched' };
  const opened = await source.open(analysis.request, {
    ...context,
    allowDownload: true,
    onRemark: ({ message }) => remarks.push(message),
    ...options,
  });
  await opened.train.close?.();
  await opened.test?.close?.();
  const [remark] = remarks;
  if (remark === undefined) return { kind: 'fetched' };
  // A training goes on with what the build holds; who has asked for the whole set is told that it did not come.
  throw new RunProblem('data/download', {
    message: `${source.name} cannot be downloaded`,
    reason: remark,
    nextStep: 'Check the network and download again: what has come is kept.',
  });
}
