/** `idx("images", labels="labels")`: files in MNIST's format, or a folder with its four files. */
import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import type { DataRequest } from '../../../language/data/description';
import { arrayExamples, countClasses, describeArrays, type NamedArray } from '../arrayParts';
import { DataProblem } from '../dataProblem';
import { isInside, locatePath } from '../dataPaths';
import type { DataContext, DataSourceDefinition } from '../dataSource';
import { hashOf } from '../download';
import { readIdx, readIdxHeader } from '../formats/idx';
import { combineHashes } from '../hashes';
import { argumentPlace, optionalText, textArgument } from '../requestArguments';
import { shareTest } from '../shareTest';

export const idx: DataSourceDefinition = {
  name: 'idx',
  describe: async (request, context) => {
    const { train, test } = await filesOf(request, context);
    const arrays = await readPart(train, false);
    const tested = test && (await readIdxHeader(test.images)).shape[0];
    return { ...describe(arrays), examples: shareTest(request, arrays[0]?.shape[0] ?? 0, tested) };
  },
  files: async (request, context) => allFiles(await filesOf(request, context)),
  open: async (request, context) => {
    const files = await filesOf(request, context);
    const train = await readPart(files.train, true, context.signal);
    const description = describe(train);
    const tested = files.test && (await readPart(files.test, true, context.signal));
    const test = files.test && tested && arrayExamples(tested, description, files.test.images);
    return {
      description: { ...description, examples: shareTest(request, train[0]?.shape[0] ?? 0, test?.length) },
      train: arrayExamples(train, description, files.train.images),
      test,
      hash: combineHashes(await Promise.all(allFiles(files).map(hashOf))),
    };
  },
};

interface PartFiles {
  readonly images: string;
  readonly labels: string | undefined;
}

interface SetFiles {
  readonly train: PartFiles;
  readonly test: PartFiles | undefined;
}

async function filesOf(request: DataRequest, context: DataContext): Promise<SetFiles> {
  const argument = argumentPlace(request, 'file', 0);
  const path = await locatePath({ path: textArgument(request, 'file', 0), argument, kind: 'either' }, context);
  const labels = optionalText(request, 'labels', 1);
  if (labels !== undefined) {
    const place = argumentPlace(request, 'labels', 1);
    return {
      train: { images: path, labels: await locatePath({ path: labels, argument: place, kind: 'file' }, context) },
      test: undefined,
    };
  }
  const names = await readdir(path).catch(() => undefined);
  if (names === undefined) return { train: { images: path, labels: undefined }, test: undefined };
  const find = async (pattern: RegExp): Promise<string | undefined> => {
    const name = names.find((candidate) => pattern.test(candidate));
    return name === undefined ? undefined : locatePath({ path: join(path, name), argument, kind: 'file' }, context);
  };
  const images = await find(/^train-images.*idx3-ubyte(\.gz)?$/);
  const test = await find(/^(t10k|test)-images.*idx3-ubyte(\.gz)?$/);
  if (images === undefined || !(await isInside(images, context))) throw noFiles(argument);
  return {
    train: { images, labels: await find(/^train-labels.*idx1-ubyte(\.gz)?$/) },
    test:
      test === undefined ? undefined : { images: test, labels: await find(/^(t10k|test)-labels.*idx1-ubyte(\.gz)?$/) },
  };
}

function allFiles({ train, test }: SetFiles): readonly string[] {
  return [train.images, train.labels, test?.images, test?.labels].filter((file) => file !== undefined);
}

/** Headers alone, and the labels, which tell the classes. */
async function readPart(
  { images, labels }: PartFiles,
  whole: boolean,
  signal?: AbortSignal,
): Promise<readonly NamedArray[]> {
  const image: NamedArray = whole
    ? { name: 'image', ...(await readIdx(images, undefined, signal)) }
    : { name: 'image', data: undefined, ...(await readIdxHeader(images)) };
  return labels === undefined ? [image] : [image, { name: 'label', ...(await readIdx(labels, 1, signal)) }];
}

function describe(arrays: readonly NamedArray[]) {
  const labels = arrays.find(({ name }) => name === 'label');
  return describeArrays(arrays, labels?.name, countClasses(labels));
}

function noFiles(argument: number | string): DataProblem {
  return new DataProblem('data/missing', {
    message: 'The folder has no train-images-idx3-ubyte',
    reason: 'A folder is read as that of MNIST: train-images, train-labels, t10k-images, t10k-labels.',
    nextStep: 'Name the file of images, and that of labels with labels=.',
    argument,
  });
}
