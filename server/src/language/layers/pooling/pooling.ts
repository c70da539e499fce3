import type { Shape } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { sizesOf, wordOf } from '../readers';
import { gives, rankProblem } from '../shared/inference';
import { lowerWindow } from '../shared/lowerWindow';
import { dataFormat, padding, parameter, sizes } from '../shared/parameters';
import { addHeight, dropHeight } from '../shared/reshape';
import { slideShape } from '../shared/slideShape';
import { windowField, windowFormula, type Window } from '../shared/window';

export interface PoolingKind {
  /** `MaxPool#D`, the number of axes in place of the sign. */
  readonly family: string;
  readonly operation: 'max' | 'average' | 'l2';
  readonly alias?: string;
  readonly kerasName: string;
  readonly summary: string;
  /** TensorFlow's operation in two and three dimensions. */
  readonly lower: (context: LoweringContext, value: Value, window: PoolingAttributes) => Value;
}

/** By spatial axis, two or three of them. */
export interface PoolingAttributes {
  readonly [name: string]: string | readonly number[];
  readonly ksize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: 'SAME' | 'VALID';
}

/** A pooling layer (keras/src/layers/pooling/base_pooling.py); the default window is 2. */
export function pooling(rank: 1 | 2 | 3, kind: PoolingKind): LayerDefinition {
  const name = kind.family.replace('#', String(rank));
  const window = (args: LayerArguments): Window | undefined => poolingWindow(args);
  return {
    name,
    aliases: kind.alias === undefined ? [] : [kind.alias.replace('#', String(rank))],
    category: 'pooling',
    windowOperation: kind.operation,
    summary: kind.summary,
    kerasName: `${kind.kerasName}${rank}d`,
    parameters: [
      sizes('pool_size', rank, 2, 'The size of the window, one number or one an axis.'),
      {
        ...parameter(
          'strides',
          { kind: 'sizes', rank, min: 1, optional: true },
          null,
          'How far the window moves; none moves it by its size.',
        ),
        noneMeans: 'pool_size',
      },
      padding(),
      dataFormat,
    ],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => inferShape(name, rank, kind, input, args),
    shapeFormula: ([input = []], args) => {
      const known = window(args);
      return known === undefined ? undefined : windowFormula(input.slice(0, -1), known);
    },
    receptiveField: ([input = []], args) => {
      const known = window(args);
      return known === undefined ? [] : windowField(input.slice(0, -1), known);
    },
    lower: (context, [input], args) => {
      const known = window(args);
      if (input === undefined || known === undefined)
        throw new Error(`${name} is lowered before its arguments are known.`);
      return lowerWindow(context, input, known, (value, strides, pad) =>
        pool(context, value, kind, known.size, strides, pad),
      );
    },
  };
}

function inferShape(name: string, rank: number, kind: PoolingKind, input: Shape, args: LayerArguments): ShapeInference {
  const problem = rankProblem(name, input, rank, kind.family.replace('#D', '#'));
  if (problem !== undefined) return problem;
  const window = poolingWindow(args);
  const channels = input.at(-1) ?? null;
  const spatial = input.slice(0, -1);
  if (window === undefined) return gives([...spatial.map(() => null), channels]);
  const slid = slideShape(name, 'window', 'pool_size', spatial, window);
  return slid.ok ? gives([...(slid.output ?? []), channels]) : slid;
}

function poolingWindow(args: LayerArguments): Window | undefined {
  const size = sizesOf(args, 'pool_size');
  const strides = sizesOf(args, 'strides');
  const word = wordOf(args, 'padding');
  if (!size || strides === undefined || !word) return undefined;
  return { size, stride: strides ?? size, dilation: size.map(() => 1), padding: word };
}

/** One-dimensional windows run over a height of 1. */
function pool(
  context: LoweringContext,
  value: Value,
  kind: PoolingKind,
  size: readonly number[],
  strides: readonly number[],
  pad: 'SAME' | 'VALID',
): Value {
  if (size.length > 1) return kind.lower(context, value, { ksize: size, strides, padding: pad });
  const attributes = { ksize: [1, ...size], strides: [1, ...strides], padding: pad };
  return dropHeight(context, kind.lower(context, addHeight(context, value), attributes));
}
