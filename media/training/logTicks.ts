import { roundSteps } from './roundSteps';

/**
 * The ticks of a logarithmic axis from `low` to `high`, both positive: the powers of ten; where only a few of them are
 * in sight also their twice and five times; and within one power round distances as on a linear axis.
 */
export function logTicks(low: number, high: number): number[] {
  const powers = [1, 2, 5].map((factor) => {
    const found: number[] = [];
    for (let power = Math.ceil(Math.log10(low / factor) - 1e-9); factor * 10 ** power <= high * (1 + 1e-9); power += 1)
      found.push(Number(`${factor}e${power}`));
    return found;
  });
  const [tens = []] = powers;
  if (tens.length > 3) return tens;
  const all = powers.flat().sort((left, right) => left - right);
  return all.length > 2 ? all : roundSteps(low, high);
}
