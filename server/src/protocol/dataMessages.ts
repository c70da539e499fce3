/** What is asked about data and what is answered: over the stream of the inspect process, and through the host to the panel. */
import type { DataDescription } from '../language/data/description';
import type { RunError } from './runEvents';

/** What is looked at: one data declaration of one text. */
export interface DataSubject {
  /** Where the source stands; imports and data paths resolve against it. */
  readonly file: string;
  readonly source: string;
  /** The declaration's name. */
  readonly data: string;
  /** No file outside these is read for a path in a document. */
  readonly roots: readonly string[];
  /** Folders where data are looked for: `{ "mnist": "/data/mnist" }`. */
  readonly dataFolders: { readonly [source: string]: string };
}

export type SplitName = 'train' | 'validation' | 'test';

export type DataQuestion =
  /** What the text and the headers of files tell. */
  | { readonly kind: 'overview' }
  /** The numbers of examples as they are, and how many each class has in a split. */
  | { readonly kind: 'classes'; readonly split: SplitName }
  /** Images of one part behind some of the steps. */
  | {
      readonly kind: 'pictures';
      readonly split: SplitName;
      readonly part: string;
      readonly examples: readonly ExampleDraw[];
      /** The places of the steps that are done, ascending. */
      readonly steps: readonly number[];
      /** Random steps act. */
      readonly training: boolean;
    }
  /** A series as a whole, behind the steps before its windows where `steps` is set. */
  | { readonly kind: 'series'; readonly split: SplitName; readonly index: number; readonly steps: boolean }
  /** The columns of a table. */
  | { readonly kind: 'columns' }
  /** Downloads what is not on this machine yet. */
  | { readonly kind: 'fetch' };

export interface ExampleDraw {
  readonly index: number;
  /** Another number draws other random words for the same example; the same number draws the same ones. */
  readonly draw: number;
}

export type DataAnswer = DataOverview | ClassesAnswer | PicturesAnswer | SeriesAnswer | ColumnsAnswer | FetchedAnswer;

export interface DataOverview {
  readonly kind: 'overview';
  readonly name: string;
  /** Dotted: `shapes.circle`. */
  readonly source: string;
  /** Behind the source, then behind each step. */
  readonly stages: readonly DataStage[];
  /** Of the first train block on these data. */
  readonly validation: 'none' | 'split' | 'test';
  /** The numbers of examples as they are known without opening anything. */
  readonly examples: {
    readonly train: number | undefined;
    readonly validation: number | undefined;
    readonly test: number | undefined;
  };
  readonly span: { readonly start: number; readonly end: number };
}

export interface DataStage {
  /** As the text writes it: `mnist`, `Rescaling(1/255)`. */
  readonly text: string;
  readonly kind: 'source' | 'step' | 'random' | 'window';
  readonly parts: DataDescription['parts'];
  readonly target: string | undefined;
}

export interface ClassesAnswer {
  readonly kind: 'classes';
  readonly examples: { readonly train: number; readonly validation: number; readonly test: number };
  /** By class, in the order of their numbers; empty where the target is no class. */
  readonly counts: Int32Array;
}

/** One behind the other, each scaled down to at most `pictureSide` a side; bytes for the screen. */
export interface PicturesAnswer {
  readonly kind: 'pictures';
  readonly channels: 1 | 3;
  /** Height and width as sent, by picture. */
  readonly sizes: Int32Array;
  /** Height and width before they were scaled down, by picture. */
  readonly real: Int32Array;
  readonly pixels: Uint8Array;
  /** The class of each, −1 where there is none. */
  readonly labels: Int32Array;
  /** Of all values shown. */
  readonly low: number;
  readonly high: number;
  /** Normalization took its mean and variance from so many training examples; 0 without one. */
  readonly adapted: number;
}

export interface SeriesAnswer {
  readonly kind: 'series';
  readonly columns: readonly string[];
  /** Row after row. */
  readonly values: Float32Array;
  /** Every so many rows one is sent. */
  readonly every: number;
  readonly rows: number;
  /** Rows that train; the rest tests. */
  readonly trained: number;
  readonly window: { readonly length: number; readonly horizon: number; readonly stride: number } | undefined;
}

export interface ColumnsAnswer {
  readonly kind: 'columns';
  readonly rows: number;
  readonly columns: readonly DataColumn[];
}

export interface DataColumn {
  readonly name: string;
  readonly type: 'number' | 'class' | 'image' | 'text' | 'values';
  /** Without the batch. */
  readonly shape: readonly number[];
  readonly gaps: number;
  /** Absent where the column holds no numbers: a panel's messages cannot carry NaN. */
  readonly low?: number | undefined;
  readonly mean?: number | undefined;
  readonly high?: number | undefined;
  /** The first cells, as they stand. */
  readonly first: readonly string[];
}

export interface FetchedAnswer {
  readonly kind: 'fetched';
}

/** How far a download, or a decoding, has come. */
export interface DataProgressMessage {
  readonly message: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

/** The longest side of a picture that is sent, in pixels. */
export const pictureSide = 320;
/** So many pictures one question may ask for. */
export const pictureLimit = 128;

export type ToDataProcess =
  | { readonly type: 'ask'; readonly id: number; readonly subject: DataSubject; readonly question: DataQuestion }
  | { readonly type: 'cancel'; readonly id: number };

export type FromDataProcess =
  | { readonly type: 'answer'; readonly id: number; readonly answer: DataAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly error: RunError }
  | { readonly type: 'progress'; readonly id: number; readonly progress: DataProgressMessage };
