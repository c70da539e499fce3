import type { DataAnswer, DataDescription, DataRequest } from '../../server/src/language/data/description';
import type { LanguageServiceHost } from '../../server/src/language/index';

/** A host over files in memory; `data` answers for files by their first argument. */
export function testHost(
  files: { readonly [uri: string]: string } = {},
  data: { readonly [file: string]: DataDescription } = {},
): LanguageServiceHost {
  return {
    readFile: (uri) => files[uri],
    resolve: (_from, path) => (path.startsWith('../') ? undefined : `file:///${path}`),
    describe: (request) => answer(request, data),
  };
}

function answer(request: DataRequest, data: { readonly [file: string]: DataDescription }): DataAnswer {
  const [file] = request.positional;
  const description = typeof file === 'string' ? data[file] : undefined;
  if (description !== undefined) return { kind: 'known', description };
  return { kind: 'problem', code: 'data-file', message: `"${String(file)}" is not there`, argument: 0 };
}
