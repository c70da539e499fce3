/**
 * NumPy's array format (NEP 1): a magic text, a header that is a Python dictionary, the values. The header is taken
 * apart as text; arrays of objects, which are pickles, are refused.
 */
import { RunProblem } from '../../runProblem';
import type { TypedArray } from '../../backend';
import { damagedFile, oversizedFile, surplusBytes, truncatedFile, wrongFile } from '../dataProblem';
import { elements } from '../examples';

export interface NpyHeader {
  /** As NumPy writes it, without the order of bytes: `u1`, `f4`. */
  readonly kind: string;
  readonly bigEndian: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the values start. */
  readonly offset: number;
}

export interface NpyArray {
  readonly dtype: 'uint8' | 'int32' | 'float32';
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

interface ElementType {
  readonly dtype: NpyArray['dtype'];
  readonly size: number;
  read(view: DataView, offset: number, little: boolean): number;
}

const elementTypes: ReadonlyMap<string, ElementType> = new Map([
  ['b1', { dtype: 'uint8', size: 1, read: (view, offset) => view.getUint8(offset) }],
  ['u1', { dtype: 'uint8', size: 1, read: (view, offset) => view.getUint8(offset) }],
  ['i1', { dtype: 'int32', size: 1, read: (view, offset) => view.getInt8(offset) }],
  ['u2', { dtype: 'int32', size: 2, read: (view, offset, little) => view.getUint16(offset, little) }],
  ['i2', { dtype: 'int32', size: 2, read: (view, offset, little) => view.getInt16(offset, little) }],
  ['u4', { dtype: 'int32', size: 4, read: (view, offset, little) => view.getUint32(offset, little) }],
  ['i4', { dtype: 'int32', size: 4, read: (view, offset, little) => view.getInt32(offset, little) }],
  ['u8', { dtype: 'int32', size: 8, read: (view, offset, little) => Number(view.getBigUint64(offset, little)) }],
  ['i8', { dtype: 'int32', size: 8, read: (view, offset, little) => Number(view.getBigInt64(offset, little)) }],
  ['f2', { dtype: 'float32', size: 2, read: (view, offset, little) => halfToNumber(view.getUint16(offset, little)) }],
  ['f4', { dtype: 'float32', size: 4, read: (view, offset, little) => view.getFloat32(offset, little) }],
  ['f8', { dtype: 'float32', size: 8, read: (view, offset, little) => view.getFloat64(offset, little) }],
]);

/** Arrays of more bytes are not read into memory. */
export const npyLimit = 4 * 1024 ** 3 - 1;

/** Bytes from the start that hold every header. */
export const npyHeaderBytes = 64 * 1024 + 12;

export function parseNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
  if (bytes.length < 12) throw truncatedFile(file, bytes.length, 'It ends inside its header.');
  if (bytes[0] !== 0x93 || String.fromCharCode(...bytes.subarray(1, 6)) !== 'NUMPY')
    throw wrongFile(file, 'NumPy array', 'It does not start with the magic of .npy files at offset 0.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFirst = bytes[6] === 1;
  if (!isFirst && bytes[6] !== 2 && bytes[6] !== 3)
    throw wrongFile(file, 'NumPy array of a known version', `Offset 6 says version ${bytes[6]}.`);
  const start = isFirst ? 10 : 12;
  const length = isFirst ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > npyHeaderBytes) throw oversizedFile(file, `Its header asks for ${length} bytes at offset 8.`);
  if (bytes.length < start + length) throw truncatedFile(file, bytes.length, `Its header asks for ${length} bytes.`);
  return parseDictionary(new TextDecoder('latin1').decode(bytes.subarray(start, start + length)), start + length, file);
}

/** The whole array; `bytes` is the whole file. */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const header = parseNpyHeader(bytes, file);
  const type = typeOf(header, file);
  const count = elements(header.shape);
  const expected = header.offset + count * type.size;
  if (bytes.length < expected) throw truncatedFile(file, bytes.length, `Its header asks for ${expected} bytes.`);
  if (bytes.length > expected) throw surplusBytes(file, expected, bytes.length);
  const data = values(bytes, header, type, count, file);
  return { dtype: type.dtype, shape: header.shape, data: header.fortran ? toRowMajor(data, header.shape) : data };
}

/** What an array becomes here; checks that it can be read at all. */
export function typeOf(
  header: NpyHeader,
  file: string,
): { readonly dtype: NpyArray['dtype']; readonly size: number; read: ElementType['read'] } {
  const type = elementTypes.get(header.kind);
  if (type === undefined) {
    throw new RunProblem('data/format', {
      message: `${file} holds values of the type ${header.kind.slice(0, 12)}, which are not read`,
      reason: header.kind.startsWith('O')
        ? 'Arrays of objects are pickles, which can run code.'
        : 'Whole numbers, floats and booleans are read.',
      nextStep: 'Save it as an array of numbers.',
    });
  }
  if (elements(header.shape) * type.size > npyLimit) {
    throw oversizedFile(
      file,
      `Its header asks for ${header.shape.join('x')} values of ${type.size} bytes; at most ${npyLimit} bytes are read.`,
    );
  }
  return type;
}

function parseDictionary(text: string, offset: number, file: string): NpyHeader {
  const descr = /'descr'\s*:\s*'([<>|=]?)([A-Za-z]\d*)'/.exec(text);
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr === null || fortran === null || shape === null)
    throw damagedFile(file, 10, 'Its header does not tell type, order and shape.');
  const sizes = (shape[1] ?? '')
    .split(',')
    .map((size) => size.replace('L', '').trim())
    .filter((size) => size !== '')
    .map(Number);
  if (
    sizes.some((size) => !Number.isSafeInteger(size)) ||
    !Number.isSafeInteger(elements(sizes)) ||
    sizes.length > 32
  ) {
    throw oversizedFile(file, `Its header asks for the shape (${(shape[1] ?? '').slice(0, 60)}).`);
  }
  return { kind: descr[2] ?? '', bigEndian: descr[1] === '>', fortran: fortran[1] === 'True', shape: sizes, offset };
}

function values(
  bytes: Uint8Array,
  { offset, bigEndian }: NpyHeader,
  type: ElementType,
  count: number,
  file: string,
): TypedArray {
  if (type.dtype === 'uint8') return bytes.slice(offset, offset + count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = type.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const value = type.read(view, offset + index * type.size, !bigEndian);
    if (type.dtype === 'int32' && (value | 0) !== value)
      throw damagedFile(file, offset + index * type.size, `${value} does not fit into 32 bits.`);
    data[index] = value;
  }
  return data;
}

/** Column after column becomes row after row. */
function toRowMajor(data: TypedArray, shape: readonly number[]): TypedArray {
  const result = data.slice();
  const place = shape.map(() => 0);
  for (let target = 0; target < data.length; target += 1) {
    let source = 0;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) source = source * (shape[axis] ?? 1) + (place[axis] ?? 0);
    result[target] = data[source] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      place[axis] = (place[axis] ?? 0) + 1;
      if ((place[axis] ?? 0) < (shape[axis] ?? 1)) break;
      place[axis] = 0;
    }
  }
  return result;
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
