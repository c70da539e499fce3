import type { DataHost } from '../language/data/description';
import type { Settings } from './settings';

/** What the server needs of the machine that it runs on: a disk and git beside an editor, or next to nothing in a browser. */
export interface ServerEnvironment {
  readonly files: DocumentFiles;
  readonly committed: CommittedTexts;
  createData(options: DataOptions): RefreshableData;
  /** Runs work once the messages that have arrived are handled. */
  afterMessages(work: () => void): void;
}

/** Files of the workspace that the language reads. */
export interface DocumentFiles {
  /** The folders of the workspace, as URIs. */
  setFolders(uris: readonly string[]): void;
  /** The text of a file, or undefined when there is none that may be read. */
  read(uri: string): string | undefined;
  /** A relative path from a document, as a URI; undefined when it leaves the workspace. */
  resolve(fromUri: string, path: string): string | undefined;
  /** The `.nn` files of the workspace, up to a limit. */
  list(): readonly string[];
}

/** Documents as they are in the last commit. */
export interface CommittedTexts {
  /** Undefined where there is no repository, no commit or no such file in it. */
  textOf(uri: string): Promise<string | undefined>;
  /** There may be another commit. */
  refresh(): void;
}

export interface DataOptions {
  readonly settings: () => Settings;
  /** A description has arrived or changed: analyze again. */
  readonly onChange: () => void;
}

export interface RefreshableData extends DataHost {
  /** Looks at the files again; tells a change through `onChange`. */
  refresh(): Promise<void>;
}
