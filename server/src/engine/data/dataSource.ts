/** A source of examples (`mnist`, `csv`, …): one file each in `sources/`, listed in `sourceRegistry.ts`. */
import type { DataDescription, DataRequest } from '../../language/data/description';
import type { Examples } from './examples';

export interface DataSourceDefinition {
  /** As the language writes it: `mnist`, `shapes.circle`. */
  readonly name: string;
  /** Cheap: reads headers at most, never downloads. Throws a RunProblem with the argument to blame. */
  describe(request: DataRequest, context: DataContext): Promise<DataDescription>;
  /** The files that the description depends on; a change of one asks for a new description. */
  files(request: DataRequest, context: DataContext): readonly string[] | Promise<readonly string[]>;
  /** Loads, and downloads first where it must. */
  open(request: DataRequest, context: DataContext): Promise<OpenedSource>;
}

export interface OpenedSource {
  readonly description: DataDescription;
  readonly train: Examples;
  /** Undefined where the source has no test part of its own. */
  readonly test: Examples | undefined;
  /** SHA-256 of what was read, for `run.json`. */
  readonly hash: string;
  /** The examples follow each other in time: parts are cut, not drawn. */
  readonly ordered?: boolean;
  /** The examples stand class by class: they are put in a random order, fixed by the seed, before they are cut. */
  readonly grouped?: boolean;
}

export interface DataContext {
  /** The folder that relative paths start from: that of the document. */
  readonly folder: string;
  /** No file outside these is read for a path in a document. */
  readonly roots: readonly string[];
  /** Folders, or addresses of mirrors, named by setting or option, by source. */
  readonly dataFolders: { readonly [source: string]: string };
  /** Where downloads are kept: `<cache>/data`. */
  readonly cacheFolder: string;
  /** False where downloads are refused: an untrusted workspace. */
  readonly allowDownload: boolean;
  /** What the build holds of a published set stands in for it where it is not here and may not be downloaded. */
  readonly bundledStandsIn?: boolean;
  /** A look at some examples: images that are not packed yet are decoded as they are asked for, not all at once. */
  readonly preview?: boolean;
  readonly onProgress?: (progress: DataProgress) => void;
  /** Something to tell that stops nothing. */
  readonly onRemark?: (remark: DataRemark) => void;
  readonly signal?: AbortSignal;
}

export interface DataRemark {
  readonly code: string;
  readonly message: string;
}

export interface DataProgress {
  readonly message: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}
