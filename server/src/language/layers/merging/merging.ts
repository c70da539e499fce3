import { formatShape, type Shape, type Size } from '../../model/shape';
import type { LayerDefinition, LayerFix, ShapeInference } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { gives, shapeProblem } from '../shared/inference';
import { reshapeTo, sizesBehindBatch } from '../shared/reshape';

export interface MergingKind {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly inputs: LayerDefinition['inputs'];
  /** Joins two values of one rank, broadcasting. */
  readonly join: (context: LoweringContext, a: Value, b: Value) => Value;
  /** What remains to be done once all are joined. */
  readonly finish?: (context: LoweringContext, joined: Value, count: number) => Value;
}

/** An element-wise merging layer (keras/src/layers/merging/base_merge.py): sizes of 1 and missing axes broadcast. */
export function merging(kind: MergingKind): LayerDefinition {
  return {
    name: kind.name,
    aliases: kind.aliases,
    category: 'merging',
    summary: kind.summary,
    parameters: [],
    inputs: kind.inputs,
    inferShape: (inputs) => mergeShapes(kind.name, inputs),
    lower: (context, inputs) => {
      const rank = Math.max(...inputs.map((input) => input.shape.length));
      const [first, ...rest] = inputs.map((input) => raise(context, input, rank));
      if (first === undefined) throw new Error(`${kind.name} is lowered without inputs.`);
      const joined = rest.reduce((a, b) => kind.join(context, a, b), first);
      return kind.finish?.(context, joined, inputs.length) ?? joined;
    },
  };
}

function mergeShapes(name: string, inputs: readonly Shape[]): ShapeInference {
  let [output = []] = inputs;
  for (const [index, shape] of inputs.entries()) {
    if (index === 0) continue;
    const merged = broadcast(output, shape);
    if (merged === undefined) {
      return shapeProblem(
        `${name} needs equal shapes, got ${formatShape(output)} and ${formatShape(shape)}`,
        mergeFixes(output, shape, index),
        { input: index },
      );
    }
    output = merged;
  }
  return gives(output);
}

/** Keras lines shapes up at the end; a size of 1 takes the other's. */
function broadcast(a: Shape, b: Shape): Shape | undefined {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  const lead = longer.length - shorter.length;
  const output: Size[] = [...longer.slice(0, lead)];
  for (const [index, size] of shorter.entries()) {
    const other = longer[lead + index] ?? null;
    if (size === null || other === null) output.push(null);
    else if (size === 1 || other === 1 || size === other) output.push(Math.max(size, other));
    else return undefined;
  }
  return output;
}

/** Pooling where one side is a whole multiple of the other, a 1×1 convolution where the channels differ. */
function mergeFixes(a: Shape, b: Shape, index: number): readonly LayerFix[] {
  if (a.length !== b.length || a.length < 2 || a.length > 4) return [];
  const rank = a.length - 1;
  const fixes: LayerFix[] = [];
  const spatialEqual = a.slice(0, -1).every((size, axis) => size === b[axis]);
  const [channelsA, channelsB] = [a.at(-1) ?? null, b.at(-1) ?? null];
  for (const [from, to, input] of [
    [a, b, 0],
    [b, a, index],
  ] as const) {
    const factors = from.slice(0, -1).map((size, axis) => ratio(size, to[axis] ?? null));
    if (spatialEqual || factors.includes(null) || (input === 0 && index > 1)) continue;
    const pool = factors.every((factor) => factor === factors[0]) ? String(factors[0]) : `(${factors.join(', ')})`;
    if (channelsA === channelsB) fixes.push({ kind: 'insert-before', call: `MaxPool${rank}D(${pool})`, input });
    else if (to.at(-1) !== null)
      fixes.push({ kind: 'insert-before', call: `Conv${rank}D(${to.at(-1)}, 1, strides=${pool})`, input });
  }
  if (spatialEqual && channelsA !== null && channelsB !== null) {
    fixes.push({ kind: 'insert-before', call: `Conv${rank}D(${channelsA}, 1)`, input: index });
    if (index === 1) fixes.push({ kind: 'insert-before', call: `Conv${rank}D(${channelsB}, 1)`, input: 0 });
  }
  return fixes;
}

function ratio(from: Size, to: Size): number | null {
  return from !== null && to !== null && from % to === 0 ? from / to : null;
}

/** Missing axes are put behind the batch, as Keras does. */
function raise(context: LoweringContext, value: Value, rank: number): Value {
  const missing = rank - value.shape.length;
  return missing === 0
    ? value
    : reshapeTo(context, value, [...new Array<number>(missing).fill(1), ...sizesBehindBatch(value)]);
}
