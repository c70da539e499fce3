import type { SplitName } from '../../protocol/dataMessages';
import type { OpenedSource } from '../data/dataSource';
import type { Examples } from '../data/examples';
import { splitSource } from '../data/openDataset';
import { findSource } from '../data/sourceRegistry';
import { RunProblem } from '../runProblem';
import type { UnderstoodData } from './understandData';

/** An opened source with its splits, before any step. */
export interface DataView {
  readonly opened: OpenedSource;
  readonly splits: { readonly [split in SplitName]: Examples | undefined };
  close(): Promise<void>;
}

/** Opens a source as training does, but reads no image that is not asked for, and downloads nothing. */
export async function openView({ analysis, context, train }: UnderstoodData): Promise<DataView> {
  const { request, steps = [] } = analysis;
  const source = request && findSource(request.source);
  if (request === undefined || source === undefined)
    throw new RunProblem('data/source', {
      message: `There is no data source ${request?.source ?? ''}`,
      reason: 'The name is none of those built in.',
      nextStep: 'Correct the name; completion lists the sources.',
    });
  const opened = await source.open(request, context);
  const close = async (): Promise<void> => {
    await opened.train.close?.();
    await opened.test?.close?.();
  };
  try {
    const windows = steps.some(({ layer }) => layer.name === 'Window');
    const { splits } = await splitSource(opened, {
      request,
      steps: windows ? steps : [],
      validation: train?.settings?.validation ?? { kind: 'none' },
      limit: undefined,
      seed: train?.settings?.seed ?? 0,
    });
    return { opened, splits, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The examples of a split. Throws a RunProblem where the data have no such part, or not so many examples. */
export function examplesOf({ splits }: DataView, split: SplitName, last = 0): Examples {
  const examples = splits[split];
  if (examples !== undefined && last < examples.length) return examples;
  throw new RunProblem('data/example', {
    message: examples === undefined ? `The data have no ${split} part` : `There is no ${split} example ${last}`,
    reason: examples === undefined ? 'Nothing is set apart for it.' : `It has ${examples.length} examples.`,
    nextStep: 'Choose another part or example.',
  });
}
