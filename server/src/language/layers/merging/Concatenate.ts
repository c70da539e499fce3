import { formatShape, type Shape } from '../../model/shape';
import type { LayerDefinition, LayerFix, ShapeInference } from '../definition';
import { knownNumber, numberOf } from '../readers';
import { positiveAxis } from '../shared/axes';
import { axisProblem, gives, shapeProblem } from '../shared/inference';
import { parameter } from '../shared/parameters';

/** keras/src/layers/merging/concatenate.py */
export const Concatenate: LayerDefinition = {
  name: 'Concatenate',
  aliases: ['concat', 'concatenate'],
  category: 'merging',
  summary: 'Puts tensors behind one another along an axis, the channels unless told otherwise.',
  parameters: [parameter('axis', { kind: 'integer' }, -1, 'The axis that grows, the batch counted as 0.')],
  inputs: { min: 1, max: Infinity },
  inferShape: (inputs, args) => {
    const axis = numberOf(args, 'axis');
    const [first = []] = inputs;
    if (typeof axis !== 'number') return gives(first.map(() => null));
    return axisProblem('Concatenate', first, args) ?? join(inputs, positiveAxis(axis, first.length + 1) - 1);
  },
  lower: (context, inputs, args) => {
    const rank = inputs[0]?.shape.length ?? 0;
    return inputs.length === 1 && inputs[0] !== undefined
      ? inputs[0]
      : context.apply('ConcatV2', inputs, { axis: positiveAxis(knownNumber(args, 'axis'), rank) });
  },
};

function join(inputs: readonly Shape[], axis: number): ShapeInference {
  const [first = [], ...rest] = inputs;
  const output = [...first];
  for (const [index, shape] of rest.entries()) {
    if (shape.length !== first.length || shape.some((size, at) => at !== axis && clash(size, first[at]))) {
      const message = `${needs(first, shape, axis)}, got ${formatShape(first)} and ${formatShape(shape)}`;
      return shapeProblem(message, fixes(first, shape, axis, index + 1), { input: index + 1 });
    }
    for (const [at, size] of shape.entries()) {
      const known = output[at] ?? null;
      if (at !== axis) output[at] = known ?? size;
      else output[at] = known === null || size === null ? null : known + size;
    }
  }
  return gives(output);
}

/** What must be equal, in words where the axes have names. */
function needs(first: Shape, shape: Shape, axis: number): string {
  if (shape.length !== first.length) return 'Concatenate needs the same number of axes';
  const names = axis === first.length - 1 ? spatialNames[axis] : undefined;
  return names === undefined
    ? `Concatenate needs equal sizes beside axis ${axis + 1}`
    : `Concatenate needs the same ${names}`;
}

const spatialNames: Readonly<Record<number, string>> = {
  1: 'length',
  2: 'height and width',
  3: 'depth, height and width',
};

function clash(a: number | null, b: number | null | undefined): boolean {
  return a !== null && b !== null && b !== undefined && a !== b;
}

/** Cropping or pooling where spatial sizes differ, Flatten where ranks do. */
function fixes(first: Shape, shape: Shape, axis: number, input: number): readonly LayerFix[] {
  if (first.length !== shape.length) {
    const longer = shape.length > first.length ? input : 0;
    return Math.min(first.length, shape.length) === 1
      ? [{ kind: 'insert-before', call: 'Flatten', input: longer }]
      : [];
  }
  const rank = first.length - 1;
  if (axis !== rank || rank < 1 || rank > 3) return [];
  const found: LayerFix[] = [];
  for (const [from, to, at] of [
    [shape, first, input],
    [first, shape, 0],
  ] as const) {
    const gaps = from.slice(0, -1).map((size, index) => (size ?? 0) - (to[index] ?? 0));
    const factors = from.slice(0, -1).map((size, index) => (size ?? 0) / (to[index] ?? 1));
    if (gaps.some((gap) => gap < 0) || gaps.every((gap) => gap === 0)) continue;
    if (factors.every((factor) => Number.isInteger(factor) && factor === factors[0]))
      found.push({ kind: 'insert-before', call: `MaxPool${rank}D(${factors[0]})`, input: at });
    found.push({ kind: 'insert-before', call: `Cropping${rank}D(${cropping(gaps)})`, input: at });
  }
  return found;
}

function cropping(gaps: readonly number[]): string {
  const pairs = gaps.map((gap) => `(${Math.floor(gap / 2)}, ${Math.ceil(gap / 2)})`);
  return pairs.length === 1 ? pairs.join() : `(${pairs.join(', ')})`;
}
