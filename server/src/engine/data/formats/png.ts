/** PNG by fast-png, behind a reader of its chunks that bounds what is unpacked and finds damage first. */
import { deflateSync, inflateSync } from 'node:zlib';
import { decode, type DecodedPng } from 'fast-png';
import { crc32 } from '../../runs/crc32';
import { codeOf, textOf } from '../../runProblem';
import { damagedFile, oversizedFile, truncatedFile, wrongFile } from '../dataProblem';
import { checkSize, type ImageHeader, type Pixels } from './pixels';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Of IHDR. Values of colour types: 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
interface PngHeader extends ImageHeader {
  readonly depth: number;
  readonly colorType: number;
  readonly interlaced: boolean;
}

/** The header, from as many bytes as it takes; undefined where `bytes` end before it. */
export function readPngHeader(bytes: Uint8Array, file: string): PngHeader | undefined {
  if (signature.some((byte, index) => index < bytes.length && bytes[index] !== byte)) {
    throw wrongFile(file, 'PNG file', 'It does not start with the signature of PNG.');
  }
  if (bytes.length < 29) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8) !== 13 || chunkType(bytes, 12) !== 'IHDR')
    throw damagedFile(file, 8, 'The header chunk is missing.');
  const [width, height, depth, colorType] = [
    view.getUint32(16),
    view.getUint32(20),
    view.getUint8(24),
    view.getUint8(25),
  ];
  if (width === 0 || height === 0) throw damagedFile(file, 16, `It says that the image is ${width}x${height}.`);
  if (![1, 2, 4, 8, 16].includes(depth) || ![0, 2, 3, 4, 6].includes(colorType)) {
    throw damagedFile(file, 24, `There is no PNG of ${depth} bits and colour type ${colorType}.`);
  }
  return {
    width,
    height,
    depth,
    colorType,
    interlaced: view.getUint8(28) === 1,
    channels: colorType === 0 || colorType === 4 ? 1 : 3,
  };
}

/** Eight bits a channel, transparency left out; of 16 bits the upper ones, as Pillow and TensorFlow do. */
export function decodePng(bytes: Uint8Array, file: string): Pixels {
  const { header, png } = decodeChecked(bytes, file);
  const { height, width, channels } = header;
  const kept = header.colorType === 4 ? 2 : header.colorType === 6 ? 4 : header.colorType === 2 ? 3 : 1;
  const data = new Uint8Array(height * width * channels);
  const values = samples(header, png, kept);
  // A grey image of few bits is stretched to 0…255.
  const scale = header.depth < 8 && header.colorType === 0 ? 255 / (2 ** header.depth - 1) : 1;
  for (let pixel = 0; pixel < height * width; pixel += 1) {
    if (header.colorType === 3) {
      const color = png.palette?.[values[pixel] ?? 0];
      if (color === undefined)
        throw damagedFile(file, 0, `A pixel has the colour ${values[pixel]}, which the palette has not.`);
      for (let channel = 0; channel < 3; channel += 1) data[pixel * 3 + channel] = color[channel] ?? 0;
      continue;
    }
    for (let channel = 0; channel < channels; channel += 1)
      data[pixel * channels + channel] = (values[pixel * kept + channel] ?? 0) * scale;
  }
  return { height, width, channels, data };
}

/** The class of each pixel of a mask: the number in the palette, or the grey value as it is stored. */
export function decodePngClasses(bytes: Uint8Array, file: string): Pixels {
  const { header, png } = decodeChecked(bytes, file);
  const { height, width, colorType } = header;
  if (colorType === 2 || colorType === 6) {
    throw wrongFile(file, 'mask', 'It is in colour; a mask is a grey or palette image whose values are the classes.');
  }
  const kept = colorType === 4 ? 2 : 1;
  const values = samples(header, png, kept);
  const data =
    kept === 1 ? values : Uint8Array.from({ length: height * width }, (_, pixel) => values[pixel * kept] ?? 0);
  return { height, width, channels: 1, data };
}

function decodeChecked(bytes: Uint8Array, file: string): { readonly header: PngHeader; readonly png: DecodedPng } {
  const header = readPngHeader(bytes, file);
  if (header === undefined) throw truncatedFile(file, bytes.length, 'It ends before the image starts.');
  checkSize(file, header);
  const chunks = readChunks(bytes, file);
  const rows = unpackRows(header, chunks, bytes, file);
  // Only what the picture needs goes on, its rows already unpacked: no comment or profile can be a bomb.
  const palette = chunks.find(({ type }) => type === 'PLTE');
  const whole = Buffer.concat([
    Uint8Array.from(signature),
    chunk('IHDR', bytes.subarray(16, 29)),
    ...(palette === undefined ? [] : [chunk('PLTE', palette.data)]),
    chunk('IDAT', deflateSync(rows, { level: 0 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
  try {
    return { header, png: decode(whole) };
  } catch (error) {
    throw damagedFile(file, 0, `${textOf(error)}.`);
  }
}

interface Chunk {
  readonly type: string;
  readonly offset: number;
  readonly data: Uint8Array;
}

function readChunks(bytes: Uint8Array, file: string): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let offset = 8; ;) {
    if (offset + 12 > bytes.length) throw truncatedFile(file, bytes.length, 'The last chunk of the image is missing.');
    const length = view.getUint32(offset);
    if (offset + 12 + length > bytes.length)
      throw truncatedFile(file, bytes.length, `The chunk at offset ${offset} asks for ${length} bytes.`);
    const type = chunkType(bytes, offset + 4);
    if (crc32(bytes.subarray(offset + 4, offset + 8 + length)) !== view.getUint32(offset + 8 + length)) {
      throw damagedFile(file, offset, 'The checksum of the chunk there is wrong.');
    }
    chunks.push({ type, offset, data: bytes.subarray(offset + 8, offset + 8 + length) });
    if (type === 'IEND') return chunks;
    offset += 12 + length;
  }
}

/** The filtered rows; never more bytes than the header asks for. */
function unpackRows(header: PngHeader, chunks: readonly Chunk[], bytes: Uint8Array, file: string): Uint8Array {
  const expected = rowBytes(header);
  const packed = chunks.filter(({ type }) => type === 'IDAT');
  const start = packed[0]?.offset ?? bytes.length;
  let rows: Uint8Array;
  try {
    rows = inflateSync(Buffer.concat(packed.map(({ data }) => data)), { maxOutputLength: expected });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE')
      throw oversizedFile(file, `It unpacks to more than the ${expected} bytes that its header asks for.`);
    throw damagedFile(file, start, `${textOf(error)}.`);
  }
  if (rows.length < expected) throw truncatedFile(file, start, `It unpacks to ${rows.length} of ${expected} bytes.`);
  return rows;
}

/** A filter byte a row, and the seven passes of Adam7. */
function rowBytes(header: PngHeader): number {
  const bits =
    header.depth * (header.colorType === 2 ? 3 : header.colorType === 4 ? 2 : header.colorType === 6 ? 4 : 1);
  const size = (width: number, height: number): number =>
    width === 0 ? 0 : height * (1 + Math.ceil((width * bits) / 8));
  if (!header.interlaced) return size(header.width, header.height);
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  return passes.reduce(
    (sum, [x, y, dx, dy]) => sum + size(Math.ceil((header.width - x) / dx), Math.ceil((header.height - y) / dy)),
    0,
  );
}

/** One byte a sample: packed bits are spread, of 16 bits the upper ones are taken. */
function samples(header: PngHeader, png: DecodedPng, kept: number): Uint8Array {
  const { height, width, depth } = header;
  if (depth === 16) return Uint8Array.from(png.data, (value) => value >> 8);
  if (depth === 8) return png.data instanceof Uint8Array ? png.data : Uint8Array.from(png.data);
  const rowLength = Math.ceil((width * kept * depth) / 8);
  const result = new Uint8Array(height * width * kept);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width * kept; column += 1) {
      const byte = png.data[row * rowLength + Math.floor((column * depth) / 8)] ?? 0;
      result[row * width * kept + column] = (byte >> (8 - depth - ((column * depth) % 8))) & (2 ** depth - 1);
    }
  }
  return result;
}

function chunkType(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
