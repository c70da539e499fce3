/** `images("folder")`: a folder a class, or labels in a table, or masks beside the images. */
import { join } from 'node:path';
import type { DataDescription, DataRequest } from '../../../language/data/description';
import { didYouMean } from '../../../language/diagnostics/didYouMean';
import { DataProblem } from '../dataProblem';
import { locatePath } from '../dataPaths';
import type { DataContext, DataSourceDefinition } from '../dataSource';
import { joinExamples, packedExamples, type Examples } from '../examples';
import { readTable } from '../formats/table';
import { combineHashes } from '../hashes';
import {
  describeMasks,
  describePictures,
  openMaskExamples,
  openPictureExamples,
  type ColorMode,
} from '../pictureExamples';
import { argument, argumentPlace, optionalText, textArgument } from '../requestArguments';
import { scanImages, subfolders, type ScannedFile } from '../scanFolder';
import { shareTest } from '../shareTest';

export const images: DataSourceDefinition = {
  name: 'images',
  describe: async (request, context) => {
    const set = await scan(request, context);
    return describe(set, request);
  },
  files: async (request, context) => {
    const root = await rootOf(request, context);
    const folders = await foldersBelow(root, 2);
    const others = ['labels', 'masks', 'test'].flatMap((name) =>
      typeof request.named[name] === 'string' ? [join(context.folder, request.named[name])] : [],
    );
    return [root, ...folders, ...others];
  },
  open: async (request, context) => {
    const set = await scan(request, context);
    const train = await openPart(set.train, set, request, context);
    const test = set.test && (await openPart(set.test, set, request, context));
    return {
      description: await describe(set, request),
      train: train.examples,
      test: test?.examples,
      hash: combineHashes([...train.hashes, ...(test?.hashes ?? [])]),
      grouped: set.kind === 'folders',
    };
  },
};

interface ImageSet {
  readonly kind: 'plain' | 'folders' | 'labels' | 'masks';
  readonly train: ImagePart;
  readonly test: ImagePart | undefined;
  readonly classes: readonly string[] | undefined;
}

interface ImagePart {
  readonly files: readonly ScannedFile[];
  /** The class of each, by number. */
  readonly labels?: Int32Array;
  readonly masks?: readonly ScannedFile[];
}

function rootOf(request: DataRequest, context: DataContext): Promise<string> {
  return locatePath(
    { path: textArgument(request, 'folder', 0), argument: argumentPlace(request, 'folder', 0), kind: 'folder' },
    context,
  );
}

async function foldersBelow(folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [];
  const own = (await subfolders(folder)).map((name) => join(folder, name));
  const deeper = await Promise.all(own.map((path) => foldersBelow(path, depth - 1)));
  return [...own, ...deeper.flat()];
}

async function scan(request: DataRequest, context: DataContext): Promise<ImageSet> {
  const root = await rootOf(request, context);
  const folders = await partFolders(root, request, context);
  const set = await scanParts(folders, request, context);
  if (set.train.files.length > 0) return set;
  throw new DataProblem('data/empty', {
    message: `There is no image in ${textArgument(request, 'folder', 0)}`,
    reason: 'No file there ends in .jpg, .jpeg or .png.',
    nextStep: 'Name the folder that holds the images, or the class folders.',
    argument: argumentPlace(request, 'folder', 0),
  });
}

interface PartFolders {
  readonly train: string;
  readonly test: string | undefined;
}

/** `train/` and `test/` (or `val/`) inside the folder, a folder named by `test=`, or the folder alone. */
async function partFolders(root: string, request: DataRequest, context: DataContext): Promise<PartFolders> {
  const { test } = request.named;
  if (typeof test === 'string')
    return { train: root, test: await locatePath({ path: test, argument: 'test', kind: 'folder' }, context) };
  const names = await subfolders(root);
  const train = ['train', 'training'].find((name) => names.includes(name));
  const held = ['test', 'testing', 'val', 'valid', 'validation'].find((name) => names.includes(name));
  if (train === undefined || held === undefined) return { train: root, test: undefined };
  return { train: join(root, train), test: join(root, held) };
}

async function scanParts(folders: PartFolders, request: DataRequest, context: DataContext): Promise<ImageSet> {
  const labels = optionalText(request, 'labels');
  const masks = optionalText(request, 'masks');
  if (labels !== undefined) return scanLabelled(folders, labels, request, context);
  if (masks !== undefined) return scanMasked(folders, masks, request, context);
  const names = await subfolders(folders.train);
  const train = await scanImages(folders.train, context);
  const test = folders.test === undefined ? undefined : await scanImages(folders.test, context);
  if (!names.some((name) => train.some((file) => file.name.startsWith(`${name}/`)))) {
    return { kind: 'plain', train: { files: train }, test: test && { files: test }, classes: undefined };
  }
  const classes = classList(request) ?? names;
  return { kind: 'folders', train: byFolder(train, classes), test: test && byFolder(test, classes), classes };
}

/** A class a folder, numbered in the order of their names. Images beside the folders belong to none. */
function byFolder(files: readonly ScannedFile[], classes: readonly string[]): ImagePart {
  const classOf = ({ name }: ScannedFile): number => {
    const folder = name.split('/')[0] ?? '';
    const index = name.includes('/') ? classes.indexOf(folder) : -1;
    if (index < 0) throw unknownClass(name, name.includes('/') ? folder : undefined, classes);
    return index;
  };
  return { files, labels: Int32Array.from(files, classOf) };
}

async function scanLabelled(
  folders: PartFolders,
  labels: string,
  request: DataRequest,
  context: DataContext,
): Promise<ImageSet> {
  const table = await readTable(
    await locatePath({ path: labels, argument: 'labels', kind: 'file' }, context),
    context.signal,
  );
  const column = (names: readonly string[], otherwise: number): number => {
    const found = table.columns.findIndex((name) => names.includes(name.toLowerCase()));
    return found < 0 ? otherwise : found;
  };
  const fileColumn = column(['file', 'filename', 'file_name', 'image', 'path', 'name', 'id'], 0);
  const labelColumn = column(['label', 'class', 'target', 'category', 'y'], fileColumn === 0 ? 1 : 0);
  const named = new Map(table.rows.map((row) => [row[fileColumn] ?? '', row[labelColumn] ?? '']));
  const classes = classList(request) ?? [...new Set(named.values())].sort(byNumberThenName);
  const part = async (folder: string): Promise<ImagePart> => {
    const files = await scanImages(folder, context);
    const labelled = files.flatMap((file) => {
      const label = named.get(file.name) ?? named.get(file.name.replace(/\.[^.]+$/, ''));
      return label === undefined ? [] : [{ file, label }];
    });
    if (labelled.length === 0 && files.length > 0) throw noLabels(labels, files[0]?.name ?? '');
    return {
      files: labelled.map(({ file }) => file),
      labels: Int32Array.from(labelled, ({ file, label }) => {
        const index = classes.indexOf(label);
        if (index < 0) throw unknownClass(file.name, label, classes);
        return index;
      }),
    };
  };
  return {
    kind: 'labels',
    train: await part(folders.train),
    test: folders.test === undefined ? undefined : await part(folders.test),
    classes,
  };
}

async function scanMasked(
  folders: PartFolders,
  masks: string,
  request: DataRequest,
  context: DataContext,
): Promise<ImageSet> {
  const root = await locatePath({ path: masks, argument: 'masks', kind: 'folder' }, context);
  const found = await scanImages(root, context);
  const stem = (name: string): string => name.replace(/\.[^.]+$/, '');
  const byStem = new Map(found.map((file) => [stem(file.name), file]));
  const part = async (folder: string, prefix: string): Promise<ImagePart> => {
    const files = await scanImages(folder, context);
    const matched = files.map((file) => {
      const mask = byStem.get(prefix + stem(file.name)) ?? byStem.get(stem(file.name));
      if (mask !== undefined) return mask;
      const nearest = didYouMean(stem(file.name), byStem.keys());
      throw new DataProblem('data/missing', {
        message: `${file.name} has no mask in ${masks}`,
        reason: `A mask has the name of its image${nearest === undefined ? '' : `; the nearest is ${nearest}`}.`,
        nextStep: 'Add the mask, or take the image out of the folder.',
        argument: 'masks',
      });
    });
    return { files, masks: matched };
  };
  const train = await part(folders.train, 'train/');
  const test = folders.test === undefined ? undefined : await part(folders.test, 'test/');
  return { kind: 'masks', train, test, classes: maskClasses(request) };
}

/** `classes=["cat", "dog"]`: their order gives the numbers. */
function classList(request: DataRequest): readonly string[] | undefined {
  const value = argument(request, 'classes');
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** `classes=2` names them by their numbers. */
function maskClasses(request: DataRequest): readonly string[] | undefined {
  const count = argument(request, 'classes');
  if (typeof count === 'number') return Array.from({ length: Math.min(256, count) }, (_, index) => String(index));
  return classList(request);
}

async function describe(set: ImageSet, request: DataRequest): Promise<DataDescription> {
  const examples = shareTest(request, set.train.files.length, set.test?.files.length);
  const image = await describePictures('image', set.train.files, colorOf(request));
  if (set.train.masks !== undefined) {
    return { parts: [image, await describeMasks('mask', set.train.masks, set.classes)], target: 'mask', examples };
  }
  if (set.classes === undefined) return { parts: [image], target: undefined, examples };
  const label = {
    name: 'label',
    shape: [],
    type: 'class',
    range: [0, set.classes.length - 1],
    classes: set.classes,
  } as const;
  return { parts: [image, label], target: 'label', examples };
}

function colorOf(request: DataRequest): ColorMode {
  const color = optionalText(request, 'color');
  return color === 'rgb' || color === 'grayscale' ? color : undefined;
}

async function openPart(
  part: ImagePart,
  set: ImageSet,
  request: DataRequest,
  context: DataContext,
): Promise<{ readonly examples: Examples; readonly hashes: readonly string[] }> {
  const pictures = await openPictureExamples('image', part.files, colorOf(request), context);
  if (part.masks !== undefined) {
    const masks = await openMaskExamples('mask', part.masks, set.classes?.length, context);
    return { examples: joinExamples([pictures.examples, masks.examples]), hashes: [pictures.hash, masks.hash] };
  }
  if (part.labels === undefined) return { examples: pictures.examples, hashes: [pictures.hash] };
  const labels = packedExamples([{ name: 'label', dtype: 'int32', shape: [], data: part.labels }]);
  return { examples: joinExamples([pictures.examples, labels]), hashes: [pictures.hash] };
}

function byNumberThenName(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) || difference === 0 ? (a < b ? -1 : 1) : difference;
}

function unknownClass(file: string, label: string | undefined, classes: readonly string[]): DataProblem {
  return new DataProblem('data/label', {
    message:
      label === undefined
        ? `${file} lies in no class folder`
        : `${file} has the class ${label}, which the others have not`,
    reason: `The classes are ${classes.slice(0, 20).join(', ')}.`,
    nextStep: 'Move the file into the folder of its class, or name all classes with classes=[…].',
  });
}

function noLabels(labels: string, example: string): DataProblem {
  return new DataProblem('data/label', {
    message: `${labels} names none of the images`,
    reason: `The first image is ${example}; its name should stand in the table.`,
    nextStep: 'Write the names as they are in the folder, with or without their endings.',
    argument: 'labels',
  });
}
