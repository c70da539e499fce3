import { cacheFolder } from '../engine/cacheFolder';
import { createDataHost } from '../engine/data/describe';
import { CommittedFiles } from './committedFiles';
import type { ServerEnvironment } from './environment';
import { folderOf, WorkspaceFiles } from './workspaceFiles';

/** A disk, git, and data that are described by their files. */
export function nodeEnvironment(): ServerEnvironment {
  const files = new WorkspaceFiles();
  return {
    files,
    committed: new CommittedFiles(),
    afterMessages: (work) => void setImmediate(work),
    createData: ({ settings, onChange }) =>
      createDataHost({
        contextOf: (uri) => ({
          folder: folderOf(uri) ?? '.',
          roots: files.rootsFor(uri),
          dataFolders: settings().dataFolders,
          cacheFolder: `${cacheFolder()}/data`,
          allowDownload: false,
        }),
        onChange,
      }),
  };
}
