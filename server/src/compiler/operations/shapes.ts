import type { TensorShape, TensorType } from '../program';
import { OperationError } from './definition';

/** The type at `index`; throws when the operation was given too few inputs. */
export function input(inputs: readonly TensorType[], index: number): TensorType {
  const type = inputs[index];
  if (type === undefined) throw new OperationError(`input ${index} is missing`);
  return type;
}

/** Throws unless the tensor has `rank` axes. */
export function requireRank(type: TensorType, rank: number): TensorShape {
  if (type.shape.length !== rank) throw new OperationError(`${rank} axes expected, got ${describe(type.shape)}`);
  return type.shape;
}

export function describe(shape: TensorShape): string {
  return `[${shape.map((size) => size ?? 'batch').join(', ')}]`;
}

/** A size that is known: every axis but the batch. */
export function known(shape: TensorShape, axis: number): number {
  const size = shape[axis];
  if (size === undefined || size === null) throw new OperationError(`axis ${axis} of ${describe(shape)} must be known`);
  return size;
}

/** Sizes behind the batch axis, all known. */
export function innerShape(shape: TensorShape): readonly number[] {
  return shape.slice(1).map((_, index) => known(shape, index + 1));
}

/** Broadcasting as in TensorFlow and NumPy; a batch meets a batch or 1. */
export function broadcastShapes(left: TensorShape, right: TensorShape): TensorShape {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, axis) => {
    const a = alignedSize(left, rank, axis);
    const b = alignedSize(right, rank, axis);
    if (a === b || b === 1) return a;
    if (a === 1) return b;
    // A batch of unknown size meets one that is known only while a fed tensor is of a fixed size.
    if (a === null) return b;
    if (b === null) return a;
    throw new OperationError(`${describe(left)} and ${describe(right)} cannot be broadcast`);
  });
}

/** The size of an axis of the broadcast shape: 1 where the tensor has fewer axes. */
export function alignedSize(shape: TensorShape, rank: number, axis: number): number | null {
  const own = axis - (rank - shape.length);
  return own < 0 ? 1 : (shape[own] ?? null);
}

/** Axes counted from the end made non-negative, sorted, each once. */
export function normalizeAxes(axes: readonly number[], rank: number): readonly number[] {
  const normal = axes.map((axis) => normalizeAxis(axis, rank));
  return [...new Set(normal)].sort((a, b) => a - b);
}

export function normalizeAxis(axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(normal) || normal < 0 || normal >= rank) {
    throw new OperationError(`axis ${axis} is not one of ${rank} axes`);
  }
  return normal;
}

/** The shape after a reduction over `axes`. */
export function reducedShape(shape: TensorShape, axes: readonly number[], keepDims: boolean): TensorShape {
  const reduced = new Set(normalizeAxes(axes, shape.length));
  return shape.flatMap((size, axis) => (reduced.has(axis) ? (keepDims ? [1] : []) : [size]));
}

/** Number of elements; null while the batch is unknown. */
export function countOf(shape: TensorShape): number | null {
  return shape.reduce<number | null>((count, size) => (count === null || size === null ? null : count * size), 1);
}

export function sameShape(left: TensorShape, right: TensorShape): boolean {
  return left.length === right.length && left.every((size, axis) => size === right[axis]);
}

/** Row-major strides. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] ?? 1;
  }
  return strides;
}
