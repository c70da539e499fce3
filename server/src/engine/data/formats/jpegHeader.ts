/** The marker segments of a JPEG file (ITU-T T.81, annex B): its size, and whether it is whole. */
import { RunProblem } from '../../runProblem';
import { damagedFile, truncatedFile, wrongFile } from '../dataProblem';
import type { ImageHeader } from './pixels';

/** The header, from as many bytes as it takes; undefined where `bytes` end before it. */
export function readJpegHeader(bytes: Uint8Array, file: string): ImageHeader | undefined {
  const frame = findFrame(bytes, file);
  return frame?.header;
}

/** Checks that the file is there to its end marker, which a decoder would silently do without, and gives its size. */
export function checkJpeg(bytes: Uint8Array, file: string): ImageHeader {
  const frame = findFrame(bytes, file);
  if (frame === undefined) throw truncatedFile(file, bytes.length, 'It ends before the image starts.');
  let offset = frame.end;
  for (;;) {
    const marker = nextMarker(bytes, offset);
    if (marker === undefined) throw truncatedFile(file, bytes.length, 'The end marker of the image is missing.');
    if (marker.code === 0xd9) return frame.header;
    const length = segmentLength(bytes, marker.offset, file);
    if (length === undefined)
      throw truncatedFile(file, bytes.length, `A segment that starts at offset ${marker.offset} is not complete.`);
    offset = marker.offset + 2 + length;
  }
}

interface Frame {
  readonly header: ImageHeader;
  /** Where the segment ends. */
  readonly end: number;
}

function findFrame(bytes: Uint8Array, file: string): Frame | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    throw wrongFile(file, 'JPEG file', 'It does not start with the bytes FF D8.');
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) throw damagedFile(file, offset, 'A marker should stand there.');
    const code = bytes[offset + 1] ?? 0;
    if (code === 0xff) {
      offset += 1;
      continue;
    }
    if (code === 0xd9 || code === 0xda)
      throw damagedFile(file, offset, 'The image starts or ends before its size is told.');
    if (code === 0x01 || (code >= 0xd0 && code <= 0xd7)) {
      offset += 2;
      continue;
    }
    const length = segmentLength(bytes, offset, file);
    if (isFrame(code)) return length === undefined ? undefined : readFrame(bytes, offset, length, code, file);
    offset += 2 + (length ?? bytes.length);
  }
  return undefined;
}

/** SOF0 to SOF15, without DHT, JPG and DAC that lie between. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

function readFrame(bytes: Uint8Array, offset: number, length: number, code: number, file: string): Frame {
  if (code > 0xc2) throw unsupported(file, offset, 'Only baseline and progressive JPEG are read.');
  const at = (index: number): number => bytes[offset + 4 + index] ?? 0;
  const [height, width, components] = [at(1) * 256 + at(2), at(3) * 256 + at(4), at(5)];
  if (height === 0 || width === 0) throw damagedFile(file, offset, `It says that the image is ${width}x${height}.`);
  if (at(0) !== 8) throw unsupported(file, offset, `It has ${at(0)} bits a channel; 8 are read.`);
  if (components !== 1 && components !== 3)
    throw unsupported(file, offset, `It has ${components} channels; grey and colour are read.`);
  return { header: { height, width, channels: components }, end: offset + 2 + length };
}

function segmentLength(bytes: Uint8Array, offset: number, file: string): number | undefined {
  if (offset + 4 > bytes.length) return undefined;
  const length = (bytes[offset + 2] ?? 0) * 256 + (bytes[offset + 3] ?? 0);
  if (length < 2) throw damagedFile(file, offset, 'A segment has no length.');
  return offset + 2 + length > bytes.length ? undefined : length;
}

/** The next marker after coded data: FF 00 is a stuffed byte, FF D0 to D7 restart it. */
function nextMarker(bytes: Uint8Array, from: number): { readonly offset: number; readonly code: number } | undefined {
  let offset = bytes.indexOf(0xff, from);
  while (offset >= 0 && offset + 1 < bytes.length) {
    const code = bytes[offset + 1] ?? 0;
    const isData = code === 0x00 || code === 0xff || (code >= 0xd0 && code <= 0xd7);
    if (!isData) return { offset, code };
    offset = bytes.indexOf(0xff, offset + (code === 0xff ? 1 : 2));
  }
  return undefined;
}

function unsupported(file: string, offset: number, reason: string): RunProblem {
  return new RunProblem('data/format', {
    message: `${file} is a JPEG of a kind that is not read (offset ${offset})`,
    reason,
    nextStep: 'Save it as an ordinary JPEG or PNG.',
  });
}
