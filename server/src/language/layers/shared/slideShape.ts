import { formatShape, type Shape } from '../../model/shape';
import type { LayerFix, ShapeInference } from '../definition';
import { argumentText, shapeProblem, sizesText } from './inference';
import { along, extent, slide, type Window } from './window';

/**
 * The spatial sizes after a window has slid over them, or the problem that it does not fit, with what
 * would: the largest window, the largest dilation, or padding.
 */
export function slideShape(
  layer: string,
  noun: string,
  sizeArgument: string,
  spatial: Shape,
  window: Window,
): ShapeInference {
  const output = spatial.map((size, axis) => slide(size, window, axis));
  const fits = output.every((size) => size === null || size > 0);
  if (fits) return { ok: true, output };
  const covered = window.size.map((size, axis) => extent(size, window.dilation[axis] ?? 1));
  const dilated = window.dilation.some((dilation) => dilation > 1);
  const taps = dilated ? `${noun} spans ${sizesText(covered)}` : `${noun} of ${sizesText(covered)}`;
  const largest = largestWindow(spatial, window);
  const hint = largest === undefined || dilated ? '' : `: at most ${sizesText(largest)}`;
  const verb = dilated ? ', more than' : ' does not fit into';
  return shapeProblem(
    `${layer}'s ${taps}${verb} ${formatShape(spatial)}${hint}`,
    windowFixes(spatial, window, sizeArgument, largest),
    { argument: sizeArgument, input: 0 },
  );
}

function windowFixes(
  spatial: Shape,
  window: Window,
  sizeArgument: string,
  largest: readonly number[] | undefined,
): readonly LayerFix[] {
  const fixes: LayerFix[] = [];
  if (largest !== undefined) fixes.push({ kind: 'set', argument: sizeArgument, value: argumentText(largest) });
  const dilation = largestDilation(spatial, window);
  if (dilation !== undefined) fixes.push({ kind: 'set', argument: 'dilation_rate', value: argumentText(dilation) });
  fixes.push({ kind: 'set', argument: 'padding', value: 'same' });
  return fixes;
}

/** By axis the largest size that fits with this dilation, no larger than it is now. */
function largestWindow(spatial: Shape, window: Window): readonly number[] | undefined {
  const sizes: number[] = [];
  for (const [axis, input] of spatial.entries()) {
    const { size, dilation } = along(window, axis);
    const largest = input === null ? size : Math.floor((input - 1) / dilation) + 1;
    if (largest < 1) return undefined;
    sizes.push(Math.min(size, largest));
  }
  return sizes;
}

/** By axis the largest dilation with which this size fits, if there is one. */
function largestDilation(spatial: Shape, window: Window): readonly number[] | undefined {
  if (window.dilation.every((dilation) => dilation === 1)) return undefined;
  const rates: number[] = [];
  for (const [axis, input] of spatial.entries()) {
    const { size, dilation } = along(window, axis);
    const largest = input === null || size === 1 ? dilation : Math.floor((input - 1) / (size - 1));
    if (largest < 1) return undefined;
    rates.push(Math.min(dilation, largest));
  }
  return rates;
}
