import type { ClassesAnswer, SplitName } from '../../protocol/dataMessages';
import { classCounts } from '../data/classCounts';
import { createSplit } from '../data/createSplit';
import { planPipeline } from '../data/planPipeline';
import type { DataView } from './openView';
import type { UnderstoodData } from './understandData';

/** How many examples there are, and how many each class of the target has in a split; classes are read, never images. */
export async function classesOf(
  { analysis }: UnderstoodData,
  { opened, splits }: DataView,
  split: SplitName,
): Promise<ClassesAnswer> {
  const examples = splits[split];
  const windows = analysis.steps?.some(({ layer }) => layer.name === 'Window') === true;
  const counts =
    examples === undefined || windows
      ? undefined
      : await classCounts(createSplit(examples, planPipeline([], opened.description)), opened.description);
  return {
    kind: 'classes',
    examples: {
      train: splits.train?.length ?? 0,
      validation: splits.validation?.length ?? 0,
      test: splits.test?.length ?? 0,
    },
    counts: Int32Array.from(counts ?? [], ({ count }) => count),
  };
}
