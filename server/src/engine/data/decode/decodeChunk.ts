/** What a decoding thread does: reads and decodes some image files into one array. */
import { createHash } from 'node:crypto';
import { RunProblem } from '../../runProblem';
import { wrongFile } from '../dataProblem';
import { decodeImage, decodeMask, readImageBytes } from '../formats/imageFile';
import { withChannels, type Pixels } from '../formats/pixels';

export interface DecodeTask {
  readonly files: readonly string[];
  readonly wanted: Wanted;
}

export interface Wanted {
  readonly kind: 'image' | 'mask';
  readonly channels: 1 | 3;
  /** Colour is turned to grey; without it a colour file among grey ones is a problem. */
  readonly convert: boolean;
  /** Of a mask: a value beyond is a problem. */
  readonly classes?: number;
}

export interface DecodedChunk {
  /** The pixels of all files, one after the other. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Height and width of each. */
  readonly sizes: Int32Array;
  /** SHA-256 of each file. */
  readonly hashes: readonly string[];
}

/** Throws a RunProblem that names the first file that cannot be decoded. */
export async function decodeChunk({ files, wanted }: DecodeTask): Promise<DecodedChunk> {
  const pictures: Pixels[] = [];
  const hashes: string[] = [];
  for (const file of files) {
    const bytes = readImageBytes(file);
    hashes.push(createHash('sha256').update(bytes).digest('hex'));
    pictures.push(
      wanted.kind === 'mask' ? await readClasses(bytes, file, wanted.classes) : await readPixels(bytes, file, wanted),
    );
  }
  const data = new Uint8Array(pictures.reduce((sum, picture) => sum + picture.data.length, 0));
  const sizes = new Int32Array(2 * pictures.length);
  let offset = 0;
  pictures.forEach((picture, index) => {
    data.set(picture.data, offset);
    offset += picture.data.length;
    sizes.set([picture.height, picture.width], 2 * index);
  });
  return { data, sizes, hashes };
}

async function readPixels(bytes: Uint8Array, file: string, { channels, convert }: Wanted): Promise<Pixels> {
  const pixels = await decodeImage(bytes, file);
  if (pixels.channels === 3 && channels === 1 && !convert) {
    throw new RunProblem('data/channels', {
      message: `${file} is in colour, others are grey`,
      reason: 'The first images that were looked at are grey, so that one channel was taken for all.',
      nextStep: 'Say color=rgb or color=grayscale in the source.',
    });
  }
  return withChannels(pixels, channels);
}

/** Two classes are often stored as black and white. */
async function readClasses(bytes: Uint8Array, file: string, classes: number | undefined): Promise<Pixels> {
  const mask = await decodeMask(bytes, file);
  if (classes === undefined) return mask;
  const data = classes === 2 ? mask.data.map((value) => (value === 255 ? 1 : value)) : mask.data;
  const wrong = data.findIndex((value) => value >= classes);
  if (wrong < 0) return { ...mask, data };
  const place = `row ${Math.floor(wrong / mask.width)}, column ${wrong % mask.width}`;
  throw wrongFile(file, `mask of ${classes} classes`, `The pixel at ${place} has the value ${data[wrong]}.`);
}
