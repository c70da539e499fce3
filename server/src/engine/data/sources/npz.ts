/** `npz("file")`: each array of a NumPy archive is a part; `x_train` and `x_test` are one part, split. */
import type { DataRequest } from '../../../language/data/description';
import { didYouMean } from '../../../language/diagnostics/didYouMean';
import { arrayExamples, countClasses, describeArrays, type NamedArray } from '../arrayParts';
import { DataProblem } from '../dataProblem';
import { locatePath } from '../dataPaths';
import type { DataContext, DataSourceDefinition } from '../dataSource';
import { hashOf } from '../download';
import { npyHeaderBytes, npyLimit, parseNpy, parseNpyHeader, typeOf } from '../formats/npy';
import { openZip, type ZipEntry, type ZipFile } from '../formats/zip';
import { argumentPlace, optionalText, textArgument } from '../requestArguments';
import { shareTest } from '../shareTest';

export const npz: DataSourceDefinition = {
  name: 'npz',
  describe: async (request, context) => {
    const { train, test, target } = await readArrays(request, context, false);
    const description = describeArrays(train, target?.name, countClasses(target));
    return { ...description, examples: shareTest(request, train[0]?.shape[0] ?? 0, test?.[0]?.shape[0]) };
  },
  files: async (request, context) => [await fileOf(request, context)],
  open: async (request, context) => {
    const file = await fileOf(request, context);
    const { train, test, target } = await readArrays(request, context, true);
    const description = describeArrays(train, target?.name, countClasses(target));
    return {
      description: { ...description, examples: shareTest(request, train[0]?.shape[0] ?? 0, test?.[0]?.shape[0]) },
      train: arrayExamples(train, description, file),
      test: test && arrayExamples(test, description, file),
      hash: await hashOf(file),
    };
  },
};

function fileOf(request: DataRequest, context: DataContext): Promise<string> {
  return locatePath(
    { path: textArgument(request, 'file', 0), argument: argumentPlace(request, 'file', 0), kind: 'file' },
    context,
  );
}

/** All arrays, or their headers alone and the values of the labels, which tell the classes. */
async function readArrays(request: DataRequest, context: DataContext, whole: boolean) {
  const file = await fileOf(request, context);
  const zip = await openZip(file, npyLimit);
  try {
    const entries = zip.entries.filter(({ name }) => name.endsWith('.npy') && !name.includes('/'));
    const named = new Map(entries.map((entry) => [entry.name.slice(0, -4), entry]));
    if (named.size === 0) throw noArrays(request);
    const target = targetName(request, [...named.keys()]);
    const load = async (name: string, entry: ZipEntry): Promise<NamedArray> =>
      readArray(zip, entry, `${file}, ${name}`, partName(name), whole || partName(name) === target);
    const arrays = await Promise.all(
      [...named].map(async ([name, entry]) => ({ name, array: await load(name, entry) })),
    );
    const isTest = (name: string): boolean => /_(test|val|valid|validation)$/.test(name);
    const train = arrays.filter(({ name }) => !isTest(name)).map(({ array }) => array);
    const test = arrays.filter(({ name }) => isTest(name)).map(({ array }) => array);
    return { train, test: test.length === 0 ? undefined : test, target: train.find(({ name }) => name === target) };
  } finally {
    await zip.close();
  }
}

function partName(name: string): string {
  return name.replace(/_(train|test|val|valid|validation)$/, '');
}

/** The array that `label=` names, else one with the name of labels. */
function targetName(request: DataRequest, names: readonly string[]): string | undefined {
  const parts = [...new Set(names.map(partName))];
  const wanted = optionalText(request, 'label', 1);
  if (wanted === undefined) return ['y', 'label', 'labels', 'target', 'targets'].find((name) => parts.includes(name));
  if (parts.includes(partName(wanted))) return partName(wanted);
  const nearest = didYouMean(wanted, parts);
  throw new DataProblem('data/column', {
    message: `The archive has no array ${wanted}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    reason: `It has ${names.slice(0, 20).join(', ')}.`,
    nextStep: 'Name one of these.',
    argument: argumentPlace(request, 'label', 1),
    suggestion: nearest,
  });
}

async function readArray(
  zip: ZipFile,
  entry: ZipEntry,
  file: string,
  name: string,
  whole: boolean,
): Promise<NamedArray> {
  if (whole) return { name, ...parseNpy(await zip.read(entry), file) };
  const header = parseNpyHeader(await zip.read(entry, npyHeaderBytes), file);
  return { name, dtype: typeOf(header, file).dtype, shape: header.shape, data: undefined };
}

function noArrays(request: DataRequest): DataProblem {
  return new DataProblem('data/empty', {
    message: 'The archive has no array',
    reason: 'No entry ends in .npy.',
    nextStep: 'Write it with numpy.savez.',
    argument: argumentPlace(request, 'file', 0),
  });
}
