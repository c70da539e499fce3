import type { DataDescription } from '../../language/data/description';
import type { DataSplit } from './dataset';
import { rowNumbers } from './examples';

export interface ClassCount {
  readonly name: string;
  readonly count: number;
}

const chunk = 8192;

/** How many examples each class of the target has; undefined where the target is no single class. */
export async function classCounts(
  split: DataSplit,
  description: DataDescription,
): Promise<readonly ClassCount[] | undefined> {
  const target = description.parts.find(({ name }) => name === description.target);
  if (target?.classes === undefined || target.shape.length > 0) return undefined;
  const counts = new Array<number>(target.classes.length).fill(0);
  for (let start = 0; start < split.length; start += chunk) {
    const rows = rowNumbers(Math.min(chunk, split.length - start), start);
    const batch = (await split.batch(rows, [target.name], { training: false, seed: [0, 0] })).get(target.name);
    // Behind OneHot a class is a row of numbers.
    const width = batch === undefined ? 1 : batch.data.length / rows.length;
    batch?.data.forEach((value, place) => {
      const label = width === 1 ? value : value === 1 ? place % width : -1;
      if (label >= 0) counts[label] = (counts[label] ?? 0) + 1;
    });
  }
  return target.classes.map((name, label) => ({ name, count: counts[label] ?? 0 }));
}

/**
 * Weights that make all classes count alike: examples / (classes · examples of the class), as scikit-learn's
 * `balanced` has them. A class without examples gets 0.
 */
export function balancedWeights(counts: readonly ClassCount[]): ReadonlyMap<string, number> {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return new Map(counts.map(({ name, count }) => [name, count === 0 ? 0 : total / (counts.length * count)]));
}
