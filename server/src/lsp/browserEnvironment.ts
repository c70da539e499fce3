import type { FilesParams } from '../protocol/filesNotification';
import type { DocumentFiles, ServerEnvironment } from './environment';

export interface BrowserEnvironment extends ServerEnvironment {
  /** Takes files that the client has read; gives their URIs. */
  take(params: FilesParams): readonly string[];
}

/**
 * A browser's worker: the client sends the files of the workspace. There is no git, and data of files are described
 * by nobody: their shapes stay unknown, without an error.
 */
export function browserEnvironment(): BrowserEnvironment {
  const texts = new Map<string, string>();
  let folders: readonly string[] = [];
  const files: DocumentFiles = {
    setFolders: (uris) => {
      folders = uris.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`));
    },
    read: (uri) => texts.get(uri),
    resolve: (fromUri, path) => {
      const uri = path === '' || !URL.canParse(path, fromUri) ? undefined : new URL(path, fromUri).href;
      return uri !== undefined && folders.some((folder) => uri.startsWith(folder)) ? uri : undefined;
    },
    list: () => [...texts.keys()],
  };
  return {
    files,
    committed: { textOf: () => Promise.resolve(undefined), refresh: () => undefined },
    createData: () => ({ describe: () => ({ kind: 'pending' }), refresh: () => Promise.resolve() }),
    afterMessages: (work) => void setTimeout(work),
    take: (params) =>
      params.files.map(({ uri, text }) => {
        if (text === null) texts.delete(uri);
        else texts.set(uri, text);
        return uri;
      }),
  };
}
