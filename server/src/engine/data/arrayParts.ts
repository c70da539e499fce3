/** Arrays of files (npy, npz, idx) as the parts of examples. */
import type { DataDescription, DataPart } from '../../language/data/description';
import type { TypedArray } from '../backend';
import { DataProblem } from './dataProblem';
import { packedExamples, type Examples, type PackedPart } from './examples';

export interface NamedArray {
  readonly name: string;
  readonly dtype: 'uint8' | 'int32' | 'float32';
  /** The examples first. */
  readonly shape: readonly number[];
  /** Absent where only the header was read. */
  readonly data: TypedArray | undefined;
}

/**
 * What arrays are as parts. Whole numbers, one an example, on the part called `target` are classes from 0 up; bytes
 * of three axes are grey images and get an axis of channels; other whole numbers become floats.
 */
export function describeArrays(
  arrays: readonly NamedArray[],
  target: string | undefined,
  classes: number | undefined,
): Omit<DataDescription, 'examples'> {
  return { parts: arrays.map((array) => describeArray(array, array.name === target ? classes : undefined)), target };
}

function describeArray(array: NamedArray, classes: number | undefined): DataPart {
  const shape = exampleShape(array);
  if (classes !== undefined) {
    return {
      name: array.name,
      shape,
      type: 'class',
      range: [0, classes - 1],
      classes: Array.from({ length: classes }, (_, index) => String(index)),
    };
  }
  if (array.dtype === 'uint8') return { name: array.name, shape, type: 'uint8', range: [0, 255], classes: undefined };
  return { name: array.name, shape, type: 'float32', range: undefined, classes: undefined };
}

export function exampleShape({ dtype, shape }: NamedArray): readonly number[] {
  const own = shape.slice(1);
  return dtype === 'uint8' && own.length === 2 ? [...own, 1] : own;
}

/** How many classes whole numbers tell; undefined where they are no classes. */
export function countClasses(array: NamedArray | undefined): number | undefined {
  if (array?.data === undefined || array.dtype === 'float32' || array.shape.length !== 1) return undefined;
  let [lowest, highest] = [0, -1];
  for (const value of array.data) [lowest, highest] = [Math.min(lowest, value), Math.max(highest, value)];
  return lowest < 0 || highest < 0 || highest >= classLimit ? undefined : highest + 1;
}

const classLimit = 100_000;

/** Examples in memory. Throws where the arrays have different numbers of rows. */
export function arrayExamples(
  arrays: readonly NamedArray[],
  description: Omit<DataDescription, 'examples'>,
  file: string,
): Examples {
  const [first] = arrays;
  const other = arrays.find(({ shape }) => shape[0] !== first?.shape[0]);
  if (other !== undefined) throw differentCounts(file, first, other);
  return packedExamples(
    arrays.map((array) =>
      toPart(
        array,
        description.parts.find(({ name }) => name === array.name),
      ),
    ),
  );
}

function toPart(array: NamedArray, part: DataPart | undefined): PackedPart {
  const data = array.data ?? new Uint8Array(0);
  const shape = exampleShape(array);
  if (part?.type === 'class') return { name: array.name, dtype: 'int32', shape, data: Int32Array.from(data) };
  if (array.dtype === 'int32') return { name: array.name, dtype: 'float32', shape, data: Float32Array.from(data) };
  return { name: array.name, dtype: array.dtype, shape, data };
}

function differentCounts(file: string, first: NamedArray | undefined, other: NamedArray): DataProblem {
  return new DataProblem('data/count', {
    message: `${other.name} has ${other.shape[0] ?? 0} rows, ${first?.name ?? ''} ${first?.shape[0] ?? 0}`,
    reason: `${file}: all parts of a set have a row an example.`,
    nextStep: 'Take arrays that belong together.',
  });
}
