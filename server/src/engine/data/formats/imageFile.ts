/** Image files, told apart by their first bytes. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf, textOf, RunProblem } from '../../runProblem';
import { oversizedFile, truncatedFile, wrongFile } from '../dataProblem';
import { loadJpegDecoder } from './jpeg';
import { readJpegHeader } from './jpegHeader';
import type { ImageHeader, Pixels } from './pixels';
import { decodePng, decodePngClasses, readPngHeader } from './png';

/** Names that are taken for images. */
export const imageName = /\.(jpe?g|png)$/i;

/** A larger image file is refused. */
const fileLimit = 256 * 1024 ** 2;
/** A pipe must not block; what has become a link since it was looked at is not followed. Windows has neither flag. */
const openFlags =
  process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
/** Headers behind longer comments and profiles are looked for in the whole file. */
const headerBytes = 64 * 1024;

/** Height, width and channels by the header. Throws a RunProblem with the file. */
export async function readImageHeader(file: string): Promise<ImageHeader> {
  const { bytes, size } = await readStart(file);
  const header =
    parseHeader(bytes, file) ?? (bytes.length < size ? parseHeader(readImageBytes(file), file) : undefined);
  if (header === undefined) throw truncatedFile(file, size, 'It ends before the image starts.');
  return header;
}

/**
 * The bytes of an image file. Refuses what is no regular file, or too large. It blocks its thread, as decoding does
 * too: for small files the four round trips of reading in the background cost more than their decoding.
 */
export function readImageBytes(file: string): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(file, openFlags);
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    const state = fstatSync(descriptor);
    checkFile(state, file);
    if (state.size > fileLimit)
      throw oversizedFile(file, `It has ${state.size} bytes; image files up to ${fileLimit} are read.`);
    const bytes = new Uint8Array(state.size);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } catch (error) {
    throw error instanceof RunProblem ? error : unreadable(file, error);
  } finally {
    closeSync(descriptor);
  }
}

/** The pixels of a JPEG or PNG. */
export async function decodeImage(bytes: Uint8Array, file: string): Promise<Pixels> {
  if (isPng(bytes)) return decodePng(bytes, file);
  if (isJpeg(bytes)) return (await loadJpegDecoder()).decode(bytes, file);
  throw noImage(bytes, file);
}

/** The classes of a mask, a byte a pixel. */
export async function decodeMask(bytes: Uint8Array, file: string): Promise<Pixels> {
  if (isPng(bytes)) return decodePngClasses(bytes, file);
  const pixels = await decodeImage(bytes, file);
  if (pixels.channels !== 1)
    throw wrongFile(file, 'mask', 'It is in colour; a mask is a grey or palette image whose values are the classes.');
  return pixels;
}

function parseHeader(bytes: Uint8Array, file: string): ImageHeader | undefined {
  if (isPng(bytes)) return readPngHeader(bytes, file);
  if (isJpeg(bytes)) return readJpegHeader(bytes, file);
  throw noImage(bytes, file);
}

function isPng(bytes: Uint8Array): boolean {
  return bytes[0] === 0x89 && bytes[1] === 0x50;
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

function noImage(bytes: Uint8Array, file: string): RunProblem {
  if (bytes.length < 2) return truncatedFile(file, bytes.length, 'The file is empty.');
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return wrongFile(file, 'JPEG or PNG image', `It starts with ${start} at offset 0.`);
}

async function readStart(file: string): Promise<{ readonly bytes: Uint8Array; readonly size: number }> {
  let handle: FileHandle;
  try {
    handle = await open(file, openFlags);
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    const state = await handle.stat();
    checkFile(state, file);
    const bytes = new Uint8Array(Math.min(headerBytes, state.size));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return { bytes: bytes.subarray(0, bytesRead), size: state.size };
  } catch (error) {
    throw error instanceof RunProblem ? error : unreadable(file, error);
  } finally {
    await handle.close();
  }
}

function checkFile(state: Stats, file: string): void {
  if (state.isFile()) return;
  throw new RunProblem('data/not-a-file', {
    message: `${file} is not a file`,
    reason: 'It is a folder, a device or a pipe.',
    nextStep: 'Take it out of the folder.',
  });
}

function unreadable(file: string, error: unknown): RunProblem {
  const missing = codeOf(error) === 'ENOENT';
  return new RunProblem(missing ? 'data/missing' : 'data/unreadable', {
    message: missing ? `${file} is missing` : `${file} cannot be read`,
    reason: textOf(error),
    nextStep: missing ? 'Put the file there, or take it out of the table.' : 'Check the permissions of the file.',
    error,
  });
}
