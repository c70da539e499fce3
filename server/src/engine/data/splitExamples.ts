import type { TrainSettings } from '../../language/model/trainSettings';
import { RunProblem } from '../runProblem';
import { permutation } from '../training/random';
import { rowNumbers, selectExamples, type Examples } from './examples';

export interface ExampleSplits {
  readonly train: Examples;
  readonly validation: Examples | undefined;
  readonly test: Examples | undefined;
}

export interface SplitOptions {
  /** `test=0.2` of a source without a test part of its own. */
  readonly testShare: number | undefined;
  /** The examples follow each other in time: the test part is the end, not a draw. */
  readonly ordered: boolean;
  /** The examples stand class by class: they are mixed before the training part is cut. */
  readonly grouped: boolean;
  /** The class of each example, for a test part with the same shares of classes; a plain draw without. */
  readonly labels: Int32Array | undefined;
  readonly validation: TrainSettings['validation'];
  /** A number of training examples: the first ones. */
  readonly limit: number | undefined;
  readonly seed: number;
}

/**
 * Cuts a source into its parts. `validation_split` takes the end of the training part before any shuffling, as
 * Keras does; `limit` counts the examples that train, after that. Class folders are mixed first, as Keras's
 * image_dataset_from_directory does.
 */
export function splitExamples(
  source: { readonly train: Examples; readonly test: Examples | undefined },
  options: SplitOptions,
): ExampleSplits {
  const { train: own, test } = splitTest(source, options);
  const all = options.grouped ? selectExamples(own, permutation(own.length, options.seed, 'split', 1)) : own;
  const share = options.validation.kind === 'split' ? options.validation.share : 0;
  const kept = Math.floor(all.length * (1 - share));
  const train = selectExamples(all, rowNumbers(Math.min(kept, options.limit ?? kept)));
  if (train.length === 0) throw empty('training', all.length);
  if (options.validation.kind === 'test') {
    if (test === undefined) throw noTest();
    return { train, validation: test, test };
  }
  if (share === 0) return { train, validation: undefined, test };
  if (kept === all.length) throw empty('validation', all.length);
  return { train, validation: selectExamples(all, rowNumbers(all.length - kept, kept)), test };
}

function splitTest(
  source: { readonly train: Examples; readonly test: Examples | undefined },
  options: SplitOptions,
): { readonly train: Examples; readonly test: Examples | undefined } {
  const { train, test } = source;
  if (test !== undefined || options.testShare === undefined) return { train, test };
  const kept = Math.floor(train.length * (1 - options.testShare));
  if (kept === train.length) throw empty('test', train.length);
  const drawn = options.ordered ? rowNumbers(train.length) : permutation(train.length, options.seed, 'split', 0);
  const rows = options.labels === undefined ? drawn : stratify(drawn, options.labels, options.testShare);
  // The order of the file stays within each part.
  return {
    train: selectExamples(train, rows.slice(0, kept).sort()),
    test: selectExamples(train, rows.slice(kept).sort()),
  };
}

/**
 * The same rows, those that train before those that test, each class with its share of both: of `share` times its
 * size the whole part, what is missing to the sum by the largest remainders.
 */
function stratify(rows: Int32Array, labels: Int32Array, share: number): Int32Array {
  const classes = new Map<number, number[]>();
  for (const row of rows) {
    const label = labels[row] ?? 0;
    const members = classes.get(label);
    if (members === undefined) classes.set(label, [row]);
    else members.push(row);
  }
  const wanted = rows.length - Math.floor(rows.length * (1 - share));
  const counts = [...classes.values()].map((members) => ({
    members,
    tested: Math.floor(members.length * share),
    rest: (members.length * share) % 1,
  }));
  let missing = wanted - counts.reduce((sum, { tested }) => sum + tested, 0);
  const byRest = [...counts].sort((a, b) => b.rest - a.rest);
  for (const entry of byRest) {
    if (missing <= 0) break;
    entry.tested += 1;
    missing -= 1;
  }
  return Int32Array.from([
    ...counts.flatMap(({ members, tested }) => members.slice(tested)),
    ...counts.flatMap(({ members, tested }) => members.slice(0, tested)),
  ]);
}

function empty(part: string, count: number): RunProblem {
  return new RunProblem('data/empty', {
    message: `The ${part} part has no example`,
    reason: `There are ${count} examples to share out.`,
    nextStep: 'Change the share, or use more data.',
  });
}

function noTest(): RunProblem {
  return new RunProblem('data/no-test', {
    message: 'There is no test part to validate on',
    reason: 'validation_data: test needs a source with a test part.',
    nextStep: 'Give the source test=0.2, or use validation_split.',
  });
}
