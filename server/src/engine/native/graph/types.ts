import type { DataType } from '../../../compiler/program';

/** The types of tensors inside the graph: the program's, and those that TensorFlow's operations want beside. */
export type GraphType = DataType | 'uint64' | 'resource';

/** TensorFlow's `DataType` of types.proto; the classes that tfjs-node ships lack the later ones. */
const numbers: Readonly<Record<GraphType, number>> = {
  float32: 1,
  int32: 3,
  uint8: 4,
  bool: 10,
  resource: 20,
  uint64: 23,
};

export function typeNumber(type: GraphType): number {
  return numbers[type];
}

/** The program's type of a number that the binding tells; throws for one that no program has. */
export function typeOfNumber(number: number): DataType {
  const found = (['float32', 'int32', 'uint8', 'bool'] as const).find((type) => numbers[type] === number);
  if (found === undefined) throw new TypeError(`TensorFlow gave a tensor of type ${number}`);
  return found;
}

/** Row-major bytes of constants. */
export function bytesOf(type: GraphType, values: readonly number[]): Uint8Array {
  const array = elementsOf(type, values);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function elementsOf(
  type: GraphType,
  values: readonly number[],
): Float32Array | Int32Array | Uint8Array | BigUint64Array {
  if (type === 'float32') return Float32Array.from(values);
  if (type === 'int32') return Int32Array.from(values);
  if (type === 'uint64') return BigUint64Array.from(values, BigInt);
  return Uint8Array.from(values);
}
