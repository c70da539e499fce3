/** What `cifar10` and `cifar100` have in common: a tar of records, label bytes and then 3 planes of 32 × 32. */
import { join } from 'node:path';
import type { DataDescription } from '../../../language/data/description';
import { RunProblem } from '../../runProblem';
import type { DataContext, DataSourceDefinition } from '../dataSource';
import { exists, hashOf } from '../download';
import { packedExamples, type Examples } from '../examples';
import { openUnpacked, readBytes } from '../formats/readBytes';
import { readTar } from '../formats/tar';
import { combineHashes } from '../hashes';
import { locateFile, type WantedFile } from '../locateFile';
import { rejectArguments } from '../requestArguments';

export interface CifarOptions {
  readonly name: string;
  readonly archive: WantedFile;
  /** The folder inside the archive. */
  readonly folder: string;
  readonly trainFiles: readonly string[];
  readonly testFiles: readonly string[];
  /** Label bytes before the pixels, and which of them is the class. */
  readonly labels: { readonly count: number; readonly index: number };
  readonly classes: readonly string[];
}

const pixels = 32 * 32;
const archiveBudget = 512 * 1024 ** 2;

export function cifarArchive(options: CifarOptions): DataSourceDefinition {
  return {
    name: options.name,
    describe: async (request) => {
      rejectArguments(request);
      return description(options.classes, 50_000, 10_000);
    },
    files: () => [],
    open: async (request, context) => {
      rejectArguments(request);
      const { files, hash } = await readFiles(options, context);
      const train = decode(options, options.trainFiles, files);
      const test = decode(options, options.testFiles, files);
      return { description: description(options.classes, train.length, test.length), train, test, hash };
    },
  };
}

function description(classes: readonly string[], train: number, test: number): DataDescription {
  return {
    parts: [
      { name: 'image', shape: [32, 32, 3], type: 'uint8', range: [0, 255], classes: undefined },
      { name: 'label', shape: [], type: 'class', range: [0, classes.length - 1], classes },
    ],
    target: 'label',
    examples: { train, test },
  };
}

/** From the unpacked files in the folder that was named, else from the archive. */
async function readFiles(
  options: CifarOptions,
  context: DataContext,
): Promise<{ readonly files: ReadonlyMap<string, Uint8Array>; readonly hash: string }> {
  const names = [...options.trainFiles, ...options.testFiles];
  const folder = context.dataFolders[options.name];
  if (folder !== undefined && (await exists(join(folder, names[0] ?? '')))) {
    const paths = names.map((name) => join(folder, name));
    const bytes = await Promise.all(paths.map((path) => readBytes(path, { budget: archiveBudget })));
    return {
      files: new Map(names.map((name, index) => [name, bytes[index] ?? new Uint8Array(0)])),
      hash: combineHashes(await Promise.all(paths.map(hashOf))),
    };
  }
  const archive = await locateFile(options.name, options.archive, context);
  const wanted = new Map(names.map((name) => [`${options.folder}/${name}`, name]));
  const unpacked = openUnpacked(archive, { budget: archiveBudget });
  const found = await readTar(unpacked, archive, { wants: (name) => wanted.has(name), budget: archiveBudget });
  const files = new Map<string, Uint8Array>();
  for (const [path, name] of wanted) {
    const bytes = found.get(path);
    if (bytes === undefined) throw missingEntry(archive, path);
    files.set(name, bytes);
  }
  return { files, hash: await hashOf(archive) };
}

function decode(options: CifarOptions, names: readonly string[], files: ReadonlyMap<string, Uint8Array>): Examples {
  const record = options.labels.count + 3 * pixels;
  const parts = names.map((name) => ({ name, bytes: files.get(name) ?? new Uint8Array(0) }));
  for (const { name, bytes } of parts) {
    if (bytes.length === 0 || bytes.length % record !== 0) throw wrongLength(name, bytes.length, record);
  }
  const total = parts.reduce((sum, part) => sum + part.bytes.length / record, 0);
  const images = new Uint8Array(total * 3 * pixels);
  const labels = new Int32Array(total);
  let row = 0;
  for (const { name, bytes } of parts) {
    for (let start = 0; start < bytes.length; start += record, row += 1) {
      const label = bytes[start + options.labels.index] ?? 0;
      if (label >= options.classes.length) throw wrongLabel(name, start, label, options.classes.length);
      labels[row] = label;
      interleave(bytes, start + options.labels.count, images, row * 3 * pixels);
    }
  }
  return packedExamples([
    { name: 'image', dtype: 'uint8', shape: [32, 32, 3], data: images },
    { name: 'label', dtype: 'int32', shape: [], data: labels },
  ]);
}

/** Three planes to three channels a pixel. */
function interleave(source: Uint8Array, from: number, target: Uint8Array, to: number): void {
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      target[to + pixel * 3 + channel] = source[from + channel * pixels + pixel] ?? 0;
    }
  }
}

function missingEntry(archive: string, path: string): RunProblem {
  return new RunProblem('data/missing', {
    message: `${archive} has no ${path}`,
    reason: 'The archive is complete, but this file is not in it.',
    nextStep: 'Fetch the binary version of the set, not the one for Python or Matlab.',
  });
}

function wrongLength(name: string, length: number, record: number): RunProblem {
  return new RunProblem('data/truncated', {
    message: `${name} is cut off at offset ${length}`,
    reason: `Its records are ${record} bytes each, and ${length} is no multiple of that.`,
    nextStep: 'Delete the file and fetch it again.',
  });
}

function wrongLabel(name: string, offset: number, label: number, classes: number): RunProblem {
  return new RunProblem('data/label', {
    message: `${name} has the label ${label} at offset ${offset}`,
    reason: `The set has ${classes} classes, numbered from 0.`,
    nextStep: 'Delete the file and fetch it again.',
  });
}
