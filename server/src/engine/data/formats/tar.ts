/** A reader of tar archives (POSIX ustar): regular files by name, within a budget of bytes; nothing is written to disk. */
import { RunProblem } from '../../runProblem';

export interface TarOptions {
  /** Which files are wanted, by their name in the archive. */
  readonly wants: (name: string) => boolean;
  /** All wanted files together may not be larger. */
  readonly budget: number;
}

const block = 512;

/** The wanted files of an archive that comes in chunks. `file` is for the messages. */
export async function readTar(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  options: TarOptions,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const reader = createByteReader(chunks);
  let budget = options.budget;
  for (;;) {
    const offset = reader.offset;
    const header = await reader.read(block);
    if (header === undefined) throw cut(file, reader.offset);
    if (header.every((byte) => byte === 0)) return found;
    const entry = parseHeader(header, file, offset);
    const padded = Math.ceil(entry.size / block) * block;
    if (entry.type !== 'file' || !options.wants(entry.name)) {
      if (!(await reader.skip(padded))) throw cut(file, reader.offset);
      continue;
    }
    budget -= entry.size;
    if (budget < 0) throw overBudget(file, entry.name, options.budget);
    const data = await reader.read(entry.size);
    if (data === undefined || !(await reader.skip(padded - entry.size))) throw cut(file, reader.offset);
    found.set(entry.name, data);
  }
}

interface TarEntry {
  readonly name: string;
  readonly size: number;
  readonly type: 'file' | 'other';
}

function parseHeader(header: Uint8Array, file: string, offset: number): TarEntry {
  // The checksum counts its own eight bytes as blanks.
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  const size = octal(header, 124, 12);
  if (octal(header, 148, 8) !== sum || size === undefined) throw damaged(file, offset);
  const type = header[156];
  return { name: text(header, 0, 100), size, type: type === 0 || type === 0x30 ? 'file' : 'other' };
}

function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function octal(bytes: Uint8Array, start: number, length: number): number | undefined {
  const digits = text(bytes, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

interface ByteReader {
  readonly offset: number;
  /** Undefined where the input ends before. */
  read(length: number): Promise<Uint8Array | undefined>;
  skip(length: number): Promise<boolean>;
}

function createByteReader(chunks: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let offset = 0;

  const take = async (length: number, sink: (bytes: Uint8Array) => void): Promise<boolean> => {
    let missing = length;
    while (missing > 0) {
      if (rest.length === 0) {
        const next = await iterator.next();
        if (next.done === true) return false;
        rest = next.value;
        continue;
      }
      const part = rest.subarray(0, missing);
      sink(part);
      rest = rest.subarray(part.length);
      missing -= part.length;
      offset += part.length;
    }
    return true;
  };

  return {
    get offset() {
      return offset;
    },
    read: async (length) => {
      // The parts are joined at the end: a header that lies about its size allocates nothing that did not come.
      const parts: Uint8Array[] = [];
      if (!(await take(length, (part) => parts.push(part)))) return undefined;
      const [only] = parts;
      return parts.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(parts));
    },
    skip: (length) => take(length, () => undefined),
  };
}

function cut(file: string, offset: number): RunProblem {
  return new RunProblem('data/truncated', {
    message: `${file} is cut off at offset ${offset} of the unpacked archive`,
    reason: 'The archive ends inside a file.',
    nextStep: 'Delete the file and fetch it again.',
  });
}

function damaged(file: string, offset: number): RunProblem {
  return new RunProblem('data/damaged', {
    message: `${file} is damaged at offset ${offset} of the unpacked archive`,
    reason: 'The header there has a wrong checksum: it is no tar archive, or bytes have changed.',
    nextStep: 'Delete the file and fetch it again.',
  });
}

function overBudget(file: string, name: string, budget: number): RunProblem {
  return new RunProblem('data/too-large', {
    message: `${file} holds more than ${budget} bytes`,
    reason: `The budget ended at ${name}.`,
    nextStep: 'Check that the file is what its name says.',
  });
}
