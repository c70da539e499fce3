/** What `mnist` and `fashion_mnist` have in common: four IDX files of 28 × 28 grey images in ten classes. */
import type { DataDescription } from '../../../language/data/description';
import { RunProblem } from '../../runProblem';
import type { DataContext, DataSourceDefinition, OpenedSource } from '../dataSource';
import { bundledFile } from '../bundledFile';
import { packedExamples, type Examples } from '../examples';
import { readIdx } from '../formats/idx';
import { hashOf } from '../download';
import { combineHashes } from '../hashes';
import { locateFile, type WantedFile } from '../locateFile';
import { rejectArguments } from '../requestArguments';

export interface DigitsOptions {
  readonly name: string;
  /** Where the four files are published, with a slash at the end. */
  readonly base: string;
  readonly files: { readonly [role in DigitsRole]: { readonly size: number; readonly sha256: string } };
  readonly classes: readonly string[];
  /** Folders to look in before a download. */
  readonly nearby?: (folder: string) => readonly string[];
  /** A folder of the build with the first examples of each part, for a machine that cannot download. */
  readonly bundled?: string;
}

export type DigitsRole = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

const fileNames: { readonly [role in DigitsRole]: string } = {
  trainImages: 'train-images-idx3-ubyte.gz',
  trainLabels: 'train-labels-idx1-ubyte.gz',
  testImages: 't10k-images-idx3-ubyte.gz',
  testLabels: 't10k-labels-idx1-ubyte.gz',
};

export function idxDigits(options: DigitsOptions): DataSourceDefinition {
  const describe: DataSourceDefinition['describe'] = (request) =>
    Promise.resolve().then(() => {
      rejectArguments(request);
      return description(options.classes);
    });
  return {
    name: options.name,
    describe,
    files: () => [],
    open: async (request, context) => {
      rejectArguments(request);
      const { train, test } = await openParts(options, context);
      return {
        description: {
          ...description(options.classes),
          examples: { train: train.examples.length, test: test.examples.length },
        },
        train: train.examples,
        test: test.examples,
        hash: combineHashes([...train.hashes, ...test.hashes]),
      } satisfies OpenedSource;
    },
  };
}

function description(classes: readonly string[]): DataDescription {
  return {
    parts: [
      { name: 'image', shape: [28, 28, 1], type: 'uint8', range: [0, 255], classes: undefined },
      { name: 'label', shape: [], type: 'class', range: [0, classes.length - 1], classes },
    ],
    target: 'label',
    examples: { train: 60_000, test: 10_000 },
  };
}

interface DigitsPart {
  readonly examples: Examples;
  readonly hashes: readonly string[];
}

/** The whole set; where it cannot be fetched, the part of it that the build holds, and a remark that says so. */
async function openParts(
  options: DigitsOptions,
  context: DataContext,
): Promise<{ readonly train: DigitsPart; readonly test: DigitsPart }> {
  const open = async (place: DataContext) => ({
    train: await openPart(options, ['trainImages', 'trainLabels'], place),
    test: await openPart(options, ['testImages', 'testLabels'], place),
  });
  try {
    return await open(context);
  } catch (error) {
    const folder = options.bundled === undefined ? undefined : bundledFile(options.bundled);
    if (folder === undefined || !(error instanceof RunProblem)) throw error;
    const canStandIn = context.bundledStandsIn === true && error.code === 'data/absent';
    if (error.code !== 'data/download' && !canStandIn) throw error;
    const parts = await open({ ...context, dataFolders: { ...context.dataFolders, [options.name]: folder } });
    const [train, test] = [parts.train, parts.test].map(({ examples }) => examples.length.toLocaleString('en'));
    context.onRemark?.({
      code: 'data/bundled',
      message: `${error.message}: the first ${train} + ${test} examples of ${options.name}, which come with Shapewright, are used. ${error.reason}`,
    });
    return parts;
  }
}

async function openPart(
  options: DigitsOptions,
  roles: readonly [DigitsRole, DigitsRole],
  context: DataContext,
): Promise<DigitsPart> {
  const [imagesFile, labelsFile] = await Promise.all(
    roles.map((role) => locateFile(options.name, wanted(options, role), context, options.nearby?.(context.folder))),
  );
  if (imagesFile === undefined || labelsFile === undefined) throw new RangeError('two files were asked for');
  const images = await readIdx(imagesFile, 3, context.signal);
  const labels = await readIdx(labelsFile, 1, context.signal);
  const [count = 0, height = 0, width = 0] = images.shape;
  if (height !== 28 || width !== 28) throw wrongSize(imagesFile, height, width);
  if (labels.data.length !== count) throw wrongCount(labelsFile, labels.data.length, count);
  const highest = labels.data.findIndex((label) => label >= options.classes.length);
  if (highest >= 0) throw wrongLabel(labelsFile, highest, labels.data[highest] ?? 0, options.classes.length);
  return {
    examples: packedExamples([
      { name: 'image', dtype: 'uint8', shape: [28, 28, 1], data: images.data },
      { name: 'label', dtype: 'int32', shape: [], data: Int32Array.from(labels.data) },
    ]),
    hashes: await Promise.all([hashOf(imagesFile), hashOf(labelsFile)]),
  };
}

function wanted(options: DigitsOptions, role: DigitsRole): WantedFile {
  const name = fileNames[role];
  return { name, remote: { url: options.base + name, ...options.files[role] } };
}

function wrongSize(file: string, height: number, width: number): RunProblem {
  return new RunProblem('data/size', {
    message: `${file} holds images of ${height}x${width}, not 28x28`,
    reason: 'The sizes stand at offset 8.',
    nextStep: 'Use idx("images", "labels") for images of another size.',
  });
}

function wrongCount(file: string, labels: number, images: number): RunProblem {
  return new RunProblem('data/count', {
    message: `${file} has ${labels} labels for ${images} images`,
    reason: 'The counts at offset 4 of both files differ: they are not of one set.',
    nextStep: 'Fetch both files again from one place.',
  });
}

function wrongLabel(file: string, index: number, label: number, classes: number): RunProblem {
  return new RunProblem('data/label', {
    message: `${file} has the label ${label} at offset ${8 + index}`,
    reason: `The set has ${classes} classes, numbered from 0.`,
    nextStep: 'Delete the file and fetch it again.',
  });
}
