/** The IDX format of MNIST, by its description at http://yann.lecun.com/exdb/mnist: a magic number that tells type and rank, the sizes, the values, most significant byte first. */
import type { TypedArray } from '../../backend';
import { RunProblem } from '../../runProblem';
import { surplusBytes } from '../dataProblem';
import { openUnpacked, readBytes } from './readBytes';

export interface IdxArray {
  readonly dtype: 'uint8' | 'int32' | 'float32';
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** An unpacked IDX file of more than this is not read. */
const budget = 4 * 1024 ** 3;

interface ElementType {
  readonly dtype: IdxArray['dtype'];
  readonly size: number;
  read(view: DataView, offset: number): number;
}

const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [0x08, { dtype: 'uint8', size: 1, read: (view, offset) => view.getUint8(offset) }],
  [0x09, { dtype: 'int32', size: 1, read: (view, offset) => view.getInt8(offset) }],
  [0x0b, { dtype: 'int32', size: 2, read: (view, offset) => view.getInt16(offset) }],
  [0x0c, { dtype: 'int32', size: 4, read: (view, offset) => view.getInt32(offset) }],
  [0x0d, { dtype: 'float32', size: 4, read: (view, offset) => view.getFloat32(offset) }],
  [0x0e, { dtype: 'float32', size: 8, read: (view, offset) => view.getFloat64(offset) }],
]);

/** Reads a file, gzip or plain. Problems name the file and the offset. */
export async function readIdx(file: string, rank: number | undefined, signal?: AbortSignal): Promise<IdxArray> {
  return parseIdx(await readBytes(file, { budget, ...(signal === undefined ? {} : { signal }) }), file, rank);
}

/** Type and shape by the first bytes. */
export async function readIdxHeader(file: string): Promise<Omit<IdxArray, 'data'>> {
  for await (const chunk of openUnpacked(file, { budget })) {
    const { type, shape } = parseHeader(chunk, file, undefined);
    return { dtype: type.dtype, shape };
  }
  throw truncated(file, 4, 0);
}

/** Parses unpacked bytes; `file` is for the messages, `rank` what the magic number must say. */
export function parseIdx(bytes: Uint8Array, file: string, rank: number | undefined): IdxArray {
  const { type, shape, header } = parseHeader(bytes, file, rank);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = shape.reduce((product, size) => product * size, 1);
  const expected = header + count * type.size;
  if (bytes.length < expected) throw truncated(file, expected, bytes.length);
  if (bytes.length > expected) throw surplusBytes(file, expected, bytes.length);
  return { dtype: type.dtype, shape, data: values(view, bytes, header, count, type) };
}

interface IdxHeader {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Its length in bytes. */
  readonly header: number;
}

function parseHeader(bytes: Uint8Array, file: string, wanted: number | undefined): IdxHeader {
  if (bytes.length < 4) throw truncated(file, 4, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = elementTypes.get(view.getUint8(2));
  const rank = view.getUint8(3);
  if (
    view.getUint16(0) !== 0 ||
    type === undefined ||
    rank < 1 ||
    rank > 8 ||
    (wanted !== undefined && rank !== wanted)
  )
    throw wrongMagic(file, view.getUint32(0), wanted ?? 3);
  const header = 4 + 4 * rank;
  if (bytes.length < header) throw truncated(file, header, bytes.length);
  return { type, shape: Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis)), header };
}

function values(view: DataView, bytes: Uint8Array, header: number, count: number, type: ElementType): TypedArray {
  if (type.dtype === 'uint8') return bytes.subarray(header, header + count);
  const data = type.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
  for (let index = 0; index < count; index += 1) data[index] = type.read(view, header + index * type.size);
  return data;
}

function wrongMagic(file: string, magic: number, rank: number): RunProblem {
  const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
  return new RunProblem('data/magic', {
    message: `${file} is no IDX file of ${rank} axes: wrong magic number at offset 0`,
    reason: `It starts with ${hex(magic)}; IDX bytes of ${rank} axes start with ${hex(0x0800 + rank)}.`,
    nextStep: 'Check that images and labels are not mixed up, or delete the file and fetch it again.',
  });
}

function truncated(file: string, expected: number, found: number): RunProblem {
  return new RunProblem('data/truncated', {
    message: `${file} is cut off at offset ${found}`,
    reason: `Its header asks for ${expected} bytes; it has ${found}.`,
    nextStep: 'Delete the file and fetch it again.',
  });
}
