/** Everything random about a run comes from its seed by Philox, each use with a purpose of its own. */
import { philox4x32 } from '../../compiler/philox';

/** The numbers are part of what a seed means: they never change. */
export const purposes = { step: 1, shuffle: 2, split: 3, augmentation: 4, sample: 5 } as const;

export type Purpose = keyof typeof purposes;

/** The run's seed mixed with a purpose, as two signed words. Negative and large seeds count by 53 bits. */
export function seedWord(seed: number, purpose: Purpose): number {
  return mixed(seed, purpose)[0] | 0;
}

/**
 * The order of `length` rows in an epoch: Fisher and Yates's shuffle. Draws are cut to their range by
 * multiplication, a bias below length / 2³².
 */
export function permutation(length: number, seed: number, purpose: Purpose, epoch: number): Int32Array {
  const rows = Int32Array.from({ length }, (_, index) => index);
  const draw = wordStream(mixed(seed, purpose), epoch);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = Math.floor((draw() / 2 ** 32) * (last + 1));
    const row = rows[last] ?? 0;
    rows[last] = rows[other] ?? 0;
    rows[other] = row;
  }
  return rows;
}

/** Unsigned words of 32 bits, one after the other; each stream, and each row of it, has words of its own. */
export function wordStream(key: readonly [number, number], stream: number, row = 0): () => number {
  let block = 0;
  let words: readonly number[] = [];
  let used = 0;
  return () => {
    if (used === words.length) {
      words = [...philox4x32(key, [block, row, stream, 0])];
      block += 1;
      used = 0;
    }
    used += 1;
    return (words[used - 1] ?? 0) >>> 0;
  };
}

function mixed(seed: number, purpose: Purpose): readonly [number, number] {
  const whole = Math.trunc(seed);
  const words = philox4x32([whole >>> 0, Math.floor(whole / 2 ** 32) >>> 0], [purposes[purpose], 0, 0, 0]);
  return [words[0], words[1]];
}
