import type { Shape } from '../../language/model/shape';
import type { Tensor, TypedArray } from '../backend';
import type { UsePicture } from './picture';

/** Examples by number, each with the same named parts. */
export interface Examples {
  readonly length: number;
  readonly parts: ReadonlyMap<string, ExamplePart>;
  /**
   * The values of one part at `indices`, in a fresh array: an engine borrows it. Shape [N, …part.shape]. Throws
   * for a part with an unknown size.
   */
  read(part: string, indices: Int32Array): Promise<Tensor>;
  /**
   * Gives `use` the same as one picture an example, whatever their sizes, in the order of `indices`. A picture lasts
   * until `use` returns. Absent where all sizes are known.
   */
  eachPicture?(part: string, indices: Int32Array, use: UsePicture): Promise<void>;
  /** Lets go of files and threads. */
  close?(): Promise<void>;
}

export interface ExamplePart {
  readonly dtype: 'uint8' | 'int32' | 'float32';
  /** Of one example; a null size differs from one to the next. */
  readonly shape: Shape;
}

/** One part of all examples, row after row in one array. */
export interface PackedPart extends ExamplePart {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** Examples whose parts lie in memory. Throws where the parts disagree on the number of examples. */
export function packedExamples(packed: readonly PackedPart[]): Examples {
  const parts = new Map(packed.map((part) => [part.name, part]));
  const lengths = new Set(packed.map((part) => part.data.length / elements(part.shape)));
  const [length = 0] = lengths;
  if (lengths.size > 1 || !Number.isInteger(length)) {
    throw new RangeError(`parts of different lengths: ${[...lengths].join(', ')}`);
  }
  return {
    length,
    parts,
    read: async (name, indices) => {
      const part = parts.get(name);
      if (part === undefined) throw new RangeError(`the data have no part "${name}"`);
      return {
        dtype: part.dtype,
        shape: [indices.length, ...part.shape],
        data: gather(part.data, elements(part.shape), indices),
      };
    },
  };
}

/** The rows of `base` at `rows`, in that order, as examples of their own. */
export function selectExamples(base: Examples, rows: Int32Array): Examples {
  const own = (indices: Int32Array): Int32Array => indices.map((index) => rows[index] ?? -1);
  const { eachPicture } = base;
  return {
    length: rows.length,
    parts: base.parts,
    read: (part, indices) => base.read(part, own(indices)),
    ...(eachPicture === undefined ? {} : { eachPicture: (part, indices, use) => eachPicture(part, own(indices), use) }),
  };
}

/** Examples whose parts come from several places, each with as many rows. */
export function joinExamples(sources: readonly Examples[]): Examples {
  const [first] = sources;
  const owner = new Map(sources.flatMap((source) => [...source.parts.keys()].map((name) => [name, source] as const)));
  const find = (part: string): Examples => {
    const source = owner.get(part);
    if (source === undefined) throw new RangeError(`the data have no part "${part}"`);
    return source;
  };
  const ragged = sources.some(({ eachPicture }) => eachPicture !== undefined);
  return {
    length: first?.length ?? 0,
    parts: new Map(sources.flatMap((source) => [...source.parts])),
    read: (part, indices) => find(part).read(part, indices),
    ...(ragged ? { eachPicture: (part, indices, use) => eachPictureOf(find(part), part, indices, use) } : {}),
    close: async () => {
      for (const source of sources) await source.close?.();
    },
  };
}

function eachPictureOf(source: Examples, part: string, indices: Int32Array, use: UsePicture): Promise<void> {
  if (source.eachPicture === undefined) throw new RangeError(`"${part}" has no pictures of different sizes`);
  return source.eachPicture(part, indices, use);
}

/** 0, 1, …, length − 1. */
export function rowNumbers(length: number, start = 0): Int32Array {
  return Int32Array.from({ length }, (_, index) => start + index);
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether all sizes are known. */
export function isFixed(shape: Shape): shape is readonly number[] {
  return shape.every((size) => size !== null);
}

function gather(data: TypedArray, size: number, indices: Int32Array): TypedArray {
  const target = emptyLike(data, indices.length * size);
  const rows = data.length / size;
  indices.forEach((index, row) => {
    if (index < 0 || index >= rows) throw new RangeError(`there is no example ${index} among ${rows}`);
    target.set(data.subarray(index * size, (index + 1) * size), row * size);
  });
  return target;
}

function emptyLike(data: TypedArray, length: number): TypedArray {
  if (data instanceof Uint8Array) return new Uint8Array(length);
  return data instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
}
