import type { DataDescription } from '../../language/data/description';
import type { TrainSettings } from '../../language/model/trainSettings';
import { RunProblem } from '../runProblem';
import { balancedWeights, classCounts } from './classCounts';
import type { DataSplit } from './dataset';

/** How much each example counts in the loss, by its class. */
export interface SampleWeights {
  /** The part with the class. */
  readonly part: string;
  /** By the number of the class; absent for one. */
  readonly weights: ReadonlyMap<number, number>;
}

/**
 * The weights of `class_weight`: those of the text, or for `balanced` by the counts of the training part. Undefined
 * without the key. As in Keras they act in training alone, and on a model of one output.
 */
export async function sampleWeights(
  settings: TrainSettings,
  description: DataDescription,
  train: DataSplit,
): Promise<SampleWeights | undefined> {
  if (settings.classWeight === undefined) return undefined;
  const [output] = settings.outputs;
  const part = description.parts.find(({ name }) => name === output?.target);
  if (part?.classes === undefined || settings.outputs.length > 1) throw noClasses(part?.name ?? '');
  const { classes } = part;
  const counts =
    settings.balancedClasses === true ? await classCounts(train, { ...description, target: part.name }) : undefined;
  const named = counts === undefined ? settings.classWeight : balancedWeights(counts);
  const number = (name: string): number => (classes.includes(name) ? classes.indexOf(name) : Number(name));
  return { part: part.name, weights: new Map([...named].map(([name, weight]) => [number(name), weight])) };
}

function noClasses(part: string): RunProblem {
  return new RunProblem('data/class-weight', {
    message: 'class_weight needs one output whose target is a class',
    reason: part === '' ? 'The target is not known.' : `"${part}" has no classes, or the model has several outputs.`,
    nextStep: 'Take class_weight out, or use loss_weights between outputs.',
  });
}
