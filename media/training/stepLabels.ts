import { formatStep } from '../shared/formatNumber';

/** Of a figure in the small font, in pixels. */
const figure = 6.5;

/**
 * What is written below the ticks at `steps`, whose place in pixels `x` gives: nothing where it would reach into the
 * axis's name, which begins 8 pixels behind `right`, the end of the axis.
 */
export function stepLabels(steps: readonly number[], x: (step: number) => number, right: number): readonly string[] {
  return steps.map((step) => {
    const label = formatStep(step);
    return x(step) + (label.length * figure) / 2 > right + 4 ? '' : label;
  });
}
