/** `npy("file", labels="file")`: one array, and a second one with the classes. */
import { open } from 'node:fs/promises';
import type { DataRequest } from '../../../language/data/description';
import { arrayExamples, countClasses, describeArrays, type NamedArray } from '../arrayParts';
import { locatePath } from '../dataPaths';
import type { DataContext, DataSourceDefinition } from '../dataSource';
import { hashOf } from '../download';
import { npyHeaderBytes, npyLimit, parseNpy, parseNpyHeader, typeOf } from '../formats/npy';
import { assertRegularFile, readBytes } from '../formats/readBytes';
import { combineHashes } from '../hashes';
import { argumentPlace, optionalText, textArgument } from '../requestArguments';
import { shareTest } from '../shareTest';

export const npy: DataSourceDefinition = {
  name: 'npy',
  describe: async (request, context) => {
    const { file, labels } = await filesOf(request, context);
    const arrays = [await readHeader(file), ...(labels === undefined ? [] : [await readArray(labels, 'label')])];
    return { ...describe(arrays), examples: shareTest(request, arrays[0]?.shape[0] ?? 0, undefined) };
  },
  files: async (request, context) =>
    Object.values(await filesOf(request, context)).filter((file) => file !== undefined),
  open: async (request, context) => {
    const { file, labels } = await filesOf(request, context);
    const arrays = [
      await readArray(file, partName),
      ...(labels === undefined ? [] : [await readArray(labels, 'label')]),
    ];
    const description = describe(arrays);
    return {
      description: { ...description, examples: shareTest(request, arrays[0]?.shape[0] ?? 0, undefined) },
      train: arrayExamples(arrays, description, file),
      test: undefined,
      hash: combineHashes(await Promise.all([file, ...(labels === undefined ? [] : [labels])].map(hashOf))),
    };
  },
};

/** What the array is called among the parts of an example. */
const partName = 'values';

async function filesOf(
  request: DataRequest,
  context: DataContext,
): Promise<{ readonly file: string; readonly labels: string | undefined }> {
  const file = await locatePath(
    { path: textArgument(request, 'file', 0), argument: argumentPlace(request, 'file', 0), kind: 'file' },
    context,
  );
  const labels = optionalText(request, 'labels', 1);
  if (labels === undefined) return { file, labels };
  return {
    file,
    labels: await locatePath({ path: labels, argument: argumentPlace(request, 'labels', 1), kind: 'file' }, context),
  };
}

function describe(arrays: readonly NamedArray[]) {
  const labels = arrays.find(({ name }) => name === 'label');
  return describeArrays(arrays, labels?.name, countClasses(labels));
}

async function readHeader(file: string): Promise<NamedArray> {
  await assertRegularFile(file);
  const handle = await open(file, 'r');
  try {
    const bytes = new Uint8Array(npyHeaderBytes);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    const header = parseNpyHeader(bytes.subarray(0, bytesRead), file);
    return { name: partName, dtype: typeOf(header, file).dtype, shape: header.shape, data: undefined };
  } finally {
    await handle.close();
  }
}

async function readArray(file: string, name: string): Promise<NamedArray> {
  return { name, ...parseNpy(await readBytes(file, { budget: npyLimit }), file) };
}
