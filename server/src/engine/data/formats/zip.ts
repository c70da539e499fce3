/**
 * The directory of a ZIP archive (APPNOTE 6.3, with zip64) and single entries of it. A reader of our own, as an
 * entry's first bytes must be had without unpacking the whole, and its sizes be checked before anything is allocated.
 * Names are looked up, never made into paths.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { constants, inflateRawSync } from 'node:zlib';
import { crc32 } from '../../runs/crc32';
import { codeOf, textOf } from '../../runProblem';
import { damagedFile, oversizedFile, truncatedFile, wrongFile } from '../dataProblem';
import { assertRegularFile } from './readBytes';

export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** Where the entry's own header starts. */
  readonly offset: number;
}

export interface ZipFile {
  readonly entries: readonly ZipEntry[];
  /** The entry unpacked, or no more than `limit` bytes from its start. */
  read(entry: ZipEntry, limit?: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const entryLimit = 10_000;
const directoryLimit = 16 * 1024 ** 2;
/** Deflate cannot do better than 1,032 to 1. */
const bestRatio = 1032;

/** Opens an archive and reads its directory. Problems name the file and the offset. */
export async function openZip(file: string, sizeLimit: number): Promise<ZipFile> {
  await assertRegularFile(file);
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const entries = await readDirectory(handle, file, size);
    for (const entry of entries) checkEntry(entry, file, sizeLimit);
    return {
      entries,
      read: (entry, limit) => readEntry(handle, file, entry, limit),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readDirectory(handle: FileHandle, file: string, size: number): Promise<readonly ZipEntry[]> {
  const start = await readAt(handle, 0, Math.min(4, size));
  if (size < 22 || start[0] !== 0x50 || start[1] !== 0x4b)
    throw wrongFile(file, 'ZIP archive', 'It does not start with PK at offset 0.');
  const tailStart = Math.max(0, size - 22 - 65_535);
  const tail = viewOf(await readAt(handle, tailStart, size - tailStart));
  let place = tail.byteLength - 22;
  while (place >= 0 && tail.getUint32(place, true) !== 0x06054b50) place -= 1;
  if (place < 0) throw truncatedFile(file, size, 'The directory at its end is missing.');
  let count = tail.getUint16(place + 10, true);
  let length = tail.getUint32(place + 12, true);
  let offset = tail.getUint32(place + 16, true);
  if ((offset === 0xffffffff || count === 0xffff) && place >= 20 && tail.getUint32(place - 20, true) === 0x07064b50) {
    const wide = viewOf(await readAt(handle, Number(tail.getBigUint64(place - 12, true)), 56));
    if (wide.byteLength < 56 || wide.getUint32(0, true) !== 0x06064b50)
      throw damagedFile(file, tailStart + place - 20, 'The large directory is not where it should be.');
    [count, length, offset] = [
      Number(wide.getBigUint64(32, true)),
      Number(wide.getBigUint64(40, true)),
      Number(wide.getBigUint64(48, true)),
    ];
  }
  if (count > entryLimit || length > directoryLimit)
    throw oversizedFile(file, `Its directory asks for ${count} entries in ${length} bytes.`);
  if (offset + length > size) throw damagedFile(file, tailStart + place, 'Its directory lies outside the file.');
  return parseDirectory(viewOf(await readAt(handle, offset, length)), count, file, offset);
}

function parseDirectory(view: DataView, count: number, file: string, start: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  let place = 0;
  for (let index = 0; index < count; index += 1) {
    if (place + 46 > view.byteLength || view.getUint32(place, true) !== 0x02014b50)
      throw damagedFile(file, start + place, 'An entry of the directory should stand there.');
    const [nameLength, extraLength, commentLength] = [
      view.getUint16(place + 28, true),
      view.getUint16(place + 30, true),
      view.getUint16(place + 32, true),
    ];
    if (place + 46 + nameLength + extraLength + commentLength > view.byteLength)
      throw damagedFile(file, start + place, 'An entry of the directory is longer than the directory.');
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + place + 46, nameLength));
    const sizes = wideSizes(view, place, nameLength, extraLength);
    if ((view.getUint16(place + 8, true) & 1) !== 0)
      throw wrongFile(file, 'archive that can be read', `${name} is encrypted.`);
    entries.push({ name, method: view.getUint16(place + 10, true), crc: view.getUint32(place + 16, true), ...sizes });
    place += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Sizes that do not fit into 32 bits stand in the extra field 1, in this order, those that are needed. */
function wideSizes(
  view: DataView,
  place: number,
  nameLength: number,
  extraLength: number,
): Pick<ZipEntry, 'size' | 'packed' | 'offset'> {
  const narrow = {
    size: view.getUint32(place + 24, true),
    packed: view.getUint32(place + 20, true),
    offset: view.getUint32(place + 42, true),
  };
  const end = place + 46 + nameLength + extraLength;
  for (let field = place + 46 + nameLength; field + 4 <= end; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let next = field + 4;
    const take = (value: number): number => {
      if (value !== 0xffffffff || next + 8 > end) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    };
    return { size: take(narrow.size), packed: take(narrow.packed), offset: take(narrow.offset) };
  }
  return narrow;
}

function checkEntry(entry: ZipEntry, file: string, sizeLimit: number): void {
  if (entry.method !== 0 && entry.method !== 8)
    throw wrongFile(
      file,
      'archive that can be read',
      `${entry.name} is packed by method ${entry.method}; stored and deflated entries are read.`,
    );
  if (entry.size > sizeLimit)
    throw oversizedFile(file, `${entry.name} unpacks to ${entry.size} bytes; at most ${sizeLimit} are read.`);
  const isPossible = entry.method === 0 ? entry.size === entry.packed : entry.size <= entry.packed * bestRatio + 64;
  if (!isPossible)
    throw damagedFile(file, entry.offset, `${entry.name} says that ${entry.packed} bytes unpack to ${entry.size}.`);
}

async function readEntry(handle: FileHandle, file: string, entry: ZipEntry, limit = entry.size): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const header = viewOf(await readAt(handle, entry.offset, 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== 0x04034b50)
    throw damagedFile(file, entry.offset, `${entry.name} should start there.`);
  const start = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + entry.packed > size)
    throw truncatedFile(file, size, `${entry.name} asks for ${entry.packed} bytes from offset ${start}.`);
  const wanted = Math.min(limit, entry.size);
  // Enough packed bytes for the start of an entry; deflate makes nothing much longer than it was.
  const packed = await readAt(
    handle,
    start,
    Math.min(entry.packed, wanted === entry.size ? entry.packed : wanted + 1024),
  );
  const bytes = entry.method === 0 ? packed.subarray(0, wanted) : inflate(packed, entry, wanted, file);
  if (wanted < entry.size) return bytes;
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc)
    throw damagedFile(file, entry.offset, `The checksum of ${entry.name} is wrong.`);
  return bytes;
}

function inflate(packed: Uint8Array, entry: ZipEntry, wanted: number, file: string): Uint8Array {
  const isWhole = wanted === entry.size;
  try {
    const bytes = inflateRawSync(packed, {
      maxOutputLength: isWhole ? Math.max(1, entry.size) : wanted * bestRatio + 1024,
      ...(isWhole ? {} : { finishFlush: constants.Z_SYNC_FLUSH }),
    });
    return bytes.subarray(0, wanted);
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE')
      throw oversizedFile(file, `${entry.name} unpacks to more than the ${entry.size} bytes that it says.`);
    throw damagedFile(file, entry.offset, `${entry.name}: ${textOf(error)}.`);
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
