/** Small makers of inference results and problems. */
import { firstLine } from '../../diagnostics/firstLine';
import { formatShape, type Shape, type Size } from '../../model/shape';
import type { LayerArguments, LayerFix, LayerProblem, ShapeInference } from '../definition';
import { numberOf } from '../readers';
import { isAxis, positiveAxis } from './axes';

export function gives(output: Shape | undefined): ShapeInference {
  return { ok: true, output };
}

export function fails(problem: LayerProblem): ShapeInference {
  return { ok: false, problem: { ...problem, message: firstLine(problem.message) } };
}

/** A shape that does not fit; `argument` is underlined where one is to blame. */
export function shapeProblem(
  message: string,
  fixes: readonly LayerFix[] = [],
  place: { readonly argument?: string; readonly input?: number } = {},
): ShapeInference {
  return fails({ code: 'shape', message, fixes, ...place });
}

export function argumentProblem(message: string, argument: string, fixes: readonly LayerFix[] = []): ShapeInference {
  return fails({ code: 'argument', message, argument, fixes });
}

/** The shape of an element-wise layer. */
export function sameShape(inputs: readonly Shape[]): ShapeInference {
  return gives(inputs[0]);
}

export function sizesText(sizes: readonly Size[]): string {
  return sizes.map((size) => size ?? '?').join('x');
}

/** `(2, 3)`, or one number where all are equal: how an argument's value is written. */
export function argumentText(sizes: readonly number[]): string {
  const [first = 1] = sizes;
  return sizes.every((size) => size === first) ? String(first) : `(${sizes.join(', ')})`;
}

const axisNames: Readonly<Record<number, string>> = {
  1: 'length, channels',
  2: 'height, width, channels',
  3: 'depth, height, width, channels',
};

/**
 * The problem of an input that has not `rank` spatial axes and channels, with the change of shape that
 * most likely was forgotten; undefined when the rank is right.
 */
export function rankProblem(layer: string, input: Shape, rank: number, family: string): ShapeInference | undefined {
  if (input.length === rank + 1) return undefined;
  const message = `${layer} needs ${rank + 1} axes (${axisNames[rank] ?? ''}), got ${formatShape(input)}`;
  return fails({ code: 'rank', message, input: 0, fixes: rankFixes(input, rank, family) });
}

function rankFixes(input: Shape, rank: number, family: string): readonly LayerFix[] {
  const fixes: LayerFix[] = [];
  const inputRank = input.length - 1;
  if (inputRank >= 1 && inputRank <= 3 && family.includes('#'))
    fixes.push({ kind: 'replace-layer', layer: family.replace('#', `${inputRank}D`) });
  const missing = rank + 1 - input.length;
  const known = input.every((size) => size !== null);
  if (known && missing === 1) fixes.push({ kind: 'insert-before', call: `Reshape((${[...input, 1].join(', ')}))` });
  if (known && missing > 1 && input.length === 1) {
    const shape = unflattened(input[0] ?? 0, rank);
    if (shape !== undefined) fixes.push({ kind: 'insert-before', call: `Reshape((${shape.join(', ')}))` });
  }
  return fixes;
}

/** 784 → 28, 28, 1: equal sides with one channel, or with three. */
function unflattened(count: number, rank: number): readonly number[] | undefined {
  for (const channels of [1, 3]) {
    const side = Math.round((count / channels) ** (1 / rank));
    if (side > 0 && side ** rank * channels === count) return [...new Array<number>(rank).fill(side), channels];
  }
  return undefined;
}

/** The problem of `axis` standing outside the input or on the batch; undefined where it is right or unknown. */
export function axisProblem(layer: string, input: Shape, args: LayerArguments): ShapeInference | undefined {
  const axis = numberOf(args, 'axis');
  if (typeof axis !== 'number') return undefined;
  const rank = input.length + 1;
  const fix = [{ kind: 'set' as const, argument: 'axis', value: '-1' }];
  if (!isAxis(axis, rank))
    return argumentProblem(
      `${layer}'s axis ${axis} is outside ${formatShape(input)} (1 to ${input.length} or -1)`,
      'axis',
      fix,
    );
  return positiveAxis(axis, rank) === 0
    ? argumentProblem(`${layer}'s axis ${axis} is the batch; axes count from 1`, 'axis', fix)
    : undefined;
}

/** The problem of one of several axes, as `axisProblem`. */
export function axesProblem(
  layer: string,
  input: Shape,
  axes: readonly number[] | null | undefined,
): ShapeInference | undefined {
  for (const axis of axes ?? []) {
    const problem = axisProblem(layer, input, { axis });
    if (problem !== undefined) return problem;
  }
  return undefined;
}
