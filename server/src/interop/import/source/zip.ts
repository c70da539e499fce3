/** The files of a zip archive from elsewhere: nothing is unpacked beyond what was agreed on before. */
import { inflateSync } from 'fflate';
import { ImportProblem } from '../importProblem';

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** The bytes, exactly `size` of them. */
  read(): Uint8Array;
}

const entryLimit = 10_000;
/** An entry that unpacks to more than this is not read. */
const sizeLimit = 4 * 1024 ** 3;
/** Deflate cannot do better than about 1032 to 1. */
const ratioLimit = 1100;

/** The entries by name. Throws an ImportProblem where the archive is damaged or larger than allowed. */
export function readZip(bytes: Uint8Array, place: string): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === undefined) throw damaged('the end of the archive is missing', place);
  const count = view.getUint16(end + 10, true);
  let offset = view.getUint32(end + 16, true);
  if (count > entryLimit) throw damaged(`it claims ${count} files, more than the limit of ${entryLimit}`, place);
  const entries = new Map<string, ZipEntry>();
  for (let index = 0; index < count; index += 1) {
    if (offset + 46 > bytes.length || view.getUint32(offset, true) !== 0x02014b50)
      throw damaged(`its directory ends at file ${index + 1} of ${count}`, place);
    const nameLength = view.getUint16(offset + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(offset + 46, offset + 46 + nameLength));
    entries.set(name, readEntry({ view, bytes, offset, name }, place));
    offset += 46 + nameLength + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);
  }
  return entries;
}

interface DirectoryPlace {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly name: string;
}

function readEntry({ view, bytes, offset, name }: DirectoryPlace, place: string): ZipEntry {
  const where = `${place}: ${name}`;
  const [method, packed, size, start] = [
    view.getUint16(offset + 10, true),
    view.getUint32(offset + 20, true),
    view.getUint32(offset + 24, true),
    view.getUint32(offset + 42, true),
  ];
  const read = (): Uint8Array => {
    if (start + 30 > bytes.length || view.getUint32(start, true) !== 0x04034b50)
      throw damaged('the file is not where the directory says', where);
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (from + packed > bytes.length) throw damaged(`it claims ${packed} bytes, more than there are`, where);
    if (size > sizeLimit || size > packed * ratioLimit + 1024)
      throw damaged(`it claims to unpack ${packed} bytes to ${size}`, where);
    const content = bytes.subarray(from, from + packed);
    if (method === 0) {
      if (size !== packed) throw damaged('its sizes contradict each other', where);
      return content;
    }
    if (method !== 8) throw damaged(`it is packed by method ${method}`, where);
    return inflate(content, size, where);
  };
  return { name, size, read };
}

/** Unpacks into memory of the claimed size, never into more. */
function inflate(content: Uint8Array, size: number, place: string): Uint8Array {
  try {
    const result = inflateSync(content, { out: new Uint8Array(size) });
    if (result.length === size) return result;
  } catch {
    throw damaged('it cannot be unpacked', place);
  }
  throw damaged('it unpacks to another size than it claims', place);
}

function endOfDirectory(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let offset = view.byteLength - 22; offset >= lowest; offset -= 1)
    if (view.getUint32(offset, true) === 0x06054b50) return offset;
  return undefined;
}

function damaged(reason: string, place: string): ImportProblem {
  return new ImportProblem(reason, place, 'Save the model again, or fetch the file again.');
}
