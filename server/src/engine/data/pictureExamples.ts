/** Image files as a part of examples: what is known of them by their headers, and their pixels. */
import type { DataPart } from '../../language/data/description';
import type { DataContext } from './dataSource';
import { openPictures } from './decode/packedImages';
import type { PictureStore } from './decode/pictureStore';
import type { Wanted } from './decode/decodeChunk';
import type { Examples } from './examples';
import { readImageHeader } from './formats/imageFile';
import type { ImageHeader } from './formats/pixels';
import { joinPictures } from './joinPictures';
import type { ScannedFile } from './scanFolder';

export type ColorMode = 'rgb' | 'grayscale' | undefined;

/** So many headers are looked at, evenly spread, to tell what a folder holds. */
const looks = 128;

/**
 * The shape by the headers of a sample of the files. A size that differs among them is unknown; grey alone gives one
 * channel unless `color` says otherwise. A file that differs from all that were looked at is found when it is decoded.
 */
export async function describePictures(
  name: string,
  files: readonly ScannedFile[],
  color: ColorMode,
): Promise<DataPart> {
  const headers = await lookAt(files);
  return {
    name,
    shape: [...commonSize(headers), channelsOf(headers, color)],
    type: 'uint8',
    range: [0, 255],
    classes: undefined,
  };
}

/** The same for masks: a class a pixel. */
export async function describeMasks(
  name: string,
  files: readonly ScannedFile[],
  classes: readonly string[] | undefined,
): Promise<DataPart> {
  return {
    name,
    shape: commonSize(await lookAt(files)),
    type: 'class',
    range: classes && [0, classes.length - 1],
    classes,
  };
}

/** Opens the pixels, decoded and packed before where the cache has them. */
export async function openPictureExamples(
  name: string,
  files: readonly ScannedFile[],
  color: ColorMode,
  context: DataContext,
) {
  const wanted: Wanted = {
    kind: 'image',
    channels: channelsOf(await lookAt(files), color),
    convert: color !== undefined,
  };
  const store = await openPictures(files, wanted, context);
  return { examples: storeExamples(name, store, wanted), hash: store.hash };
}

export async function openMaskExamples(
  name: string,
  files: readonly ScannedFile[],
  classes: number | undefined,
  context: DataContext,
) {
  const wanted: Wanted = { kind: 'mask', channels: 1, convert: false, ...(classes === undefined ? {} : { classes }) };
  const store = await openPictures(files, wanted, context);
  return { examples: storeExamples(name, store, wanted), hash: store.hash };
}

async function lookAt(files: readonly ScannedFile[]): Promise<readonly ImageHeader[]> {
  const step = Math.max(1, files.length / looks);
  const places = Array.from({ length: Math.min(looks, files.length) }, (_, index) => Math.floor(index * step));
  return Promise.all(
    places.flatMap((place) => (files[place] === undefined ? [] : [readImageHeader(files[place].path)])),
  );
}

function commonSize(headers: readonly ImageHeader[]): readonly [number | null, number | null] {
  const common = (sizes: readonly number[]): number | null => (new Set(sizes).size === 1 ? (sizes[0] ?? null) : null);
  return [common(headers.map(({ height }) => height)), common(headers.map(({ width }) => width))];
}

function channelsOf(headers: readonly ImageHeader[], color: ColorMode): 1 | 3 {
  if (color !== undefined) return color === 'rgb' ? 3 : 1;
  return headers.length > 0 && headers.every(({ channels }) => channels === 1) ? 1 : 3;
}

function storeExamples(name: string, store: PictureStore, wanted: Wanted): Examples {
  const isMask = wanted.kind === 'mask';
  const { height, width } = store.size ?? { height: null, width: null };
  const shape = isMask ? [height, width] : [height, width, wanted.channels];
  const eachPicture: Examples['eachPicture'] = (_part, indices, use) =>
    store.each(
      indices,
      isMask ? (picture, row) => use({ ...picture, dtype: 'int32', data: Int32Array.from(picture.data) }, row) : use,
    );
  return {
    length: store.count,
    parts: new Map([[name, { dtype: isMask ? 'int32' : 'uint8', shape }]]),
    read: async (part, indices) => {
      if (store.size === undefined) throw new RangeError(`the pictures of "${part}" have different sizes`);
      const rows = joinPictures(indices.length, part);
      await eachPicture(part, indices, rows.put);
      return { ...rows.finish(), shape: [indices.length, ...shape.map((size) => size ?? 0)] };
    },
    eachPicture,
    close: () => store.close(),
  };
}
