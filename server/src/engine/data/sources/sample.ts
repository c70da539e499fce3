/** `sample()`: the two photographs that come with Shapewright. */
import { fileURLToPath } from 'node:url';
import { sample as definition } from '../../../language/data/sources/sample';
import type { DataRequest } from '../../../language/data/description';
import { bundledFile } from '../bundledFile';
import type { DataSourceDefinition } from '../dataSource';
import { hashOf } from '../download';
import { packedExamples } from '../examples';
import { decodeImage, readImageBytes } from '../formats/imageFile';
import { combineHashes } from '../hashes';
import { describeBuiltIn } from '../describeBuiltIn';

export const sample: DataSourceDefinition = {
  name: 'sample',
  describe: (request) => describeBuiltIn(definition, request),
  files: () => [],
  open: async (request) => {
    const files = names(request).map(photographFile);
    const photographs = await Promise.all(files.map((file) => decodeImage(readImageBytes(file), file)));
    const [first] = photographs;
    if (first === undefined) throw new RangeError('at least one photograph was asked for');
    const { height, width, channels } = first;
    const data = new Uint8Array(photographs.length * first.data.length);
    photographs.forEach((photograph, index) => data.set(photograph.data, index * first.data.length));
    return {
      description: await describeBuiltIn(definition, request),
      train: packedExamples([{ name: 'image', dtype: 'uint8', shape: [height, width, channels], data }]),
      test: undefined,
      hash: combineHashes(await Promise.all(files.map(hashOf))),
      ordered: true,
    };
  },
};

/** In the order asked for; both without a name. */
function names(request: DataRequest): readonly string[] {
  const given = [...request.positional, ...Object.values(request.named)].filter((name) => typeof name === 'string');
  return given.length === 0 ? ['china', 'flower'] : given;
}

/** Beside the bundle, or among the sources when nothing is built. */
function photographFile(name: string): string {
  return (
    bundledFile(`photographs/${name}.jpg`) ?? fileURLToPath(new URL(`../photographs/${name}.jpg`, import.meta.url))
  );
}
