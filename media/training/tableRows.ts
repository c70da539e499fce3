import { smooth } from './smooth';
import type { Curve } from './trainingState';

export interface TableCell {
  /** Smoothed as in the chart. */
  readonly train: number | undefined;
  readonly validation: number | undefined;
}

export interface TableRow {
  readonly step: number;
  /** One a curve, in the order given. */
  readonly cells: readonly TableCell[];
}

/**
 * The curves as rows: the ends of epochs, the last step, and steps at even distances between, about `count` of
 * them in all beside the epochs. The same numbers as the charts' lines.
 */
export function tableRows(
  curves: readonly Curve[],
  weight: number,
  stepsPerEpoch: number,
  count: number,
): readonly TableRow[] {
  const smoothed = curves.map(({ batches }) => smooth(batches, weight));
  const last = Math.max(0, ...curves.map(({ batches }) => batches.at(batches.length - 1)?.step ?? 0));
  const steps = new Set<number>();
  const distance = roundDistance(last / count);
  for (let step = distance; step <= last; step += distance) steps.add(step);
  for (const { validation, epochs } of curves)
    for (const step of [...validation.steps, ...epochs.steps]) steps.add(step);
  if (last > 0) steps.add(last);
  const tooNear = (step: number): boolean =>
    step % stepsPerEpoch !== 0 && step !== last && nearEpoch(step, stepsPerEpoch, distance);
  return [...steps]
    .filter((step) => !tooNear(step))
    .sort((left, right) => left - right)
    .map((step) => ({
      step,
      cells: curves.map(({ batches, validation }, curve) => {
        const index = batches.firstAtOrAfter(step);
        const checked = validation.at(validation.firstAtOrAfter(step));
        return { train: smoothed[curve]?.[index], validation: checked?.step === step ? checked.mean : undefined };
      }),
    }));
}

/** A row just beside an epoch's end says nothing that the epoch's row does not. */
function nearEpoch(step: number, stepsPerEpoch: number, distance: number): boolean {
  const past = step % stepsPerEpoch;
  return Math.min(past, stepsPerEpoch - past) < distance / 2;
}

/** 1, 2 or 5 times a power of ten, not below `wanted`. */
function roundDistance(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((distance) => distance >= wanted) ?? 1;
}
