/**
 * The safetensors format (github.com/huggingface/safetensors): eight bytes of header length, least significant
 * first, a JSON header, and the values, least significant byte first. A file from elsewhere may be hostile:
 * everything is checked against the file's size before anything is allocated.
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { Tensor, TypedArray } from '../backend';
import { RunProblem, textOf } from '../runProblem';

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

const headerLimit = 16 * 1024 * 1024;
const metadataKey = '__metadata__';

const typeNames = { float32: 'F32', int32: 'I32', uint8: 'U8', bool: 'BOOL' } as const;
const dtypes: ReadonlyMap<unknown, Tensor['dtype']> = new Map([
  ['F32', 'float32'],
  ['I32', 'int32'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
]);

/** The order of types in a file, as the format's own library has it: wide ones first, so that every word is aligned. */
const typeOrder: readonly Tensor['dtype'][] = ['float32', 'int32', 'uint8', 'bool'];

/** The bytes of a file, byte for byte those that the format's own library writes: by type, then by name. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string>,
): Uint8Array {
  const ordered = [...tensors].sort(
    ([a, { dtype: first }], [b, { dtype: second }]) =>
      typeOrder.indexOf(first) - typeOrder.indexOf(second) || (a < b ? -1 : 1),
  );
  const header: [string, unknown][] = metadata.size > 0 ? [[metadataKey, Object.fromEntries(metadata)]] : [];
  let offset = 0;
  for (const [name, tensor] of ordered) {
    const end = offset + tensor.data.byteLength;
    header.push([name, { dtype: typeNames[tensor.dtype], shape: tensor.shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let position = 8 + headerLength;
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/** Parses a whole file; `file` is for the messages. */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafetensorsFile {
  const length = headerLengthOf(bytes, bytes.length, file);
  const header = parseHeader(bytes.subarray(8, 8 + length), bytes.length - 8 - length, file);
  const tensors = new Map<string, Tensor>();
  for (const entry of header.entries) {
    const start = 8 + length + entry.start;
    tensors.set(entry.name, { dtype: entry.dtype, shape: entry.shape, data: copyValues(bytes, start, entry) });
  }
  return { tensors, metadata: header.metadata };
}

/** Reads a file from disk: first the header, checked against the file's size, then the values. */
export async function readSafetensors(file: string): Promise<SafetensorsFile> {
  const handle = await openWeights(file);
  try {
    await readHeader(handle, file);
    return decodeSafetensors(new Uint8Array(await handle.readFile()), file);
  } finally {
    await handle.close();
  }
}

/** The types and shapes of a file's tensors, without their values. */
export async function readSafetensorsShapes(
  file: string,
): Promise<ReadonlyMap<string, Pick<Tensor, 'dtype' | 'shape'>>> {
  const handle = await openWeights(file);
  try {
    const { entries } = await readHeader(handle, file);
    return new Map(entries.map(({ name, dtype, shape }) => [name, { dtype, shape }]));
  } finally {
    await handle.close();
  }
}

async function openWeights(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    throw new RunProblem('run/weights-file', {
      message: `${file} cannot be read`,
      reason: textOf(error),
      nextStep: 'Name a safetensors file that is there.',
      error,
    });
  }
}

async function readHeader(handle: FileHandle, file: string): Promise<Header> {
  const { size } = await handle.stat();
  const start = new Uint8Array(8);
  const { bytesRead } = await handle.read(start, 0, 8, 0);
  const length = headerLengthOf(start.subarray(0, bytesRead), size, file);
  const header = new Uint8Array(length);
  await handle.read(header, 0, length, 8);
  return parseHeader(header, size - 8 - length, file);
}

interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
}

interface Entry {
  readonly name: string;
  readonly dtype: Tensor['dtype'];
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function headerLengthOf(bytes: Uint8Array, fileSize: number, file: string): number {
  if (bytes.length < 8)
    throw invalid(file, `it has ${bytes.length} bytes, fewer than the eight of the header's length`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(headerLimit))
    throw invalid(file, `its header claims ${length} bytes, more than the limit of ${headerLimit}`);
  if (Number(length) + 8 > fileSize) throw invalid(file, `its header claims ${length} bytes, the file has ${fileSize}`);
  return Number(length);
}

function parseHeader(bytes: Uint8Array, dataLength: number, file: string): Header {
  const header = parseJson(bytes, file);
  const metadata = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (!isRecord(value)) throw invalid(file, `the header's entry "${name}" is no object`);
    if (name === metadataKey) {
      for (const [key, text] of Object.entries(value)) if (typeof text === 'string') metadata.set(key, text);
    } else {
      entries.push(parseEntry(name, value, file));
    }
  }
  checkLayout(entries, dataLength, file);
  return { entries, metadata };
}

function parseJson(bytes: Uint8Array, file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(value)) return value;
  } catch {
    throw invalid(file, 'its header is no JSON');
  }
  throw invalid(file, 'its header is no JSON object');
}

function parseEntry(name: string, value: Readonly<Record<string, unknown>>, file: string): Entry {
  const dtype = dtypes.get(value['dtype']);
  const { shape, data_offsets: offsets } = value;
  if (dtype === undefined)
    throw invalid(file, `"${name}" has the type ${JSON.stringify(value['dtype'])}, which is not supported`);
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    throw invalid(file, `"${name}" has no valid shape or place`);
  const [start = 0, end = 0] = offsets;
  const length = shape.reduce((product, size) => product * size, elementSize(dtype));
  if (end - start !== length)
    throw invalid(file, `"${name}" of shape [${shape.join(', ')}] needs ${length} bytes and has ${end - start}`);
  return { name, dtype, shape, start, end };
}

/** The format has neither holes nor overlaps. */
function checkLayout(entries: readonly Entry[], dataLength: number, file: string): void {
  let position = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== position) throw invalid(file, `"${entry.name}" starts at ${entry.start}, expected ${position}`);
    position = entry.end;
  }
  if (position !== dataLength)
    throw invalid(file, `its tensors take ${position} bytes, the file has ${dataLength} for them`);
}

function copyValues(bytes: Uint8Array, start: number, entry: Entry): TypedArray {
  const copy = bytes.slice(start, start + entry.end - entry.start);
  if (entry.dtype === 'float32') return new Float32Array(copy.buffer);
  return entry.dtype === 'int32' ? new Int32Array(copy.buffer) : copy;
}

function elementSize(dtype: Tensor['dtype']): number {
  return dtype === 'float32' || dtype === 'int32' ? 4 : 1;
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, reason: string): RunProblem {
  return new RunProblem('run/weights-file', {
    message: `${file} is no usable safetensors file`,
    reason: `${reason[0]?.toUpperCase() ?? ''}${reason.slice(1)}.`,
    nextStep: 'Take another checkpoint of the run, or fetch the file again.',
  });
}
