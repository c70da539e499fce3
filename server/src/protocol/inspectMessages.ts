/** What the inspect service is asked and what it answers: over the stream of its process, and through the host to the panel. */
import type { RunError } from './runEvents';

/** What is looked at: one model of one text. */
export interface InspectSubject {
  /** Where the source stands; imports and data paths resolve against it. */
  readonly file: string;
  readonly source: string;
  readonly model: string;
  /** The folder of all runs of the workspace. */
  readonly runs: string;
  /** No file outside these is read for a path in a document. */
  readonly roots: readonly string[];
  /** Folders where data are looked for: `{ "mnist": "/data/mnist" }`. */
  readonly dataFolders: { readonly [source: string]: string };
}

export type WeightsChoice =
  /** As the initializers and the seed of the train block make them; fixed kernels as they stand in the text. */
  | { readonly kind: 'initial' }
  /** After an epoch of a run, by the name of its folder. */
  | { readonly kind: 'epoch'; readonly run: string; readonly epoch: number }
  /** The best checkpoint of a run, else its last. */
  | { readonly kind: 'checkpoint'; readonly run: string }
  /** Of a safetensors file: on the command line alone, as no page may name files. */
  | { readonly kind: 'file'; readonly file: string };

export type ExampleChoice =
  | { readonly kind: 'data'; readonly split: 'train' | 'test'; readonly index: number }
  /** A disc, or a wavy series, of the size of the input: what models without data look at. */
  | { readonly kind: 'drawn' }
  | { readonly kind: 'image'; readonly image: OwnImage };

export interface OwnImage {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly pixels: Uint8Array;
  /** Dark becomes bright: for ink on paper where the data are bright on dark. */
  readonly invert: boolean;
}

export type InspectQuestion =
  /** The layers, and what examples there are. */
  | { readonly kind: 'model' }
  /** What is known of an example besides its pixels. */
  | { readonly kind: 'example'; readonly example: ExampleChoice }
  /** A small picture of a layer's output: the mean of its maps. */
  | {
      readonly kind: 'thumbnail';
      readonly weights: WeightsChoice;
      readonly example: ExampleChoice;
      readonly path: string;
    }
  /** All maps of a layer. */
  | {
      readonly kind: 'features';
      readonly weights: WeightsChoice;
      readonly example: ExampleChoice;
      readonly path: string;
    }
  /** One map of a layer with its exact values. */
  | {
      readonly kind: 'map';
      readonly weights: WeightsChoice;
      readonly example: ExampleChoice;
      readonly path: string;
      readonly map: number;
    }
  | { readonly kind: 'filters'; readonly weights: WeightsChoice; readonly path: string }
  /** How one output value comes from its window. */
  | {
      readonly kind: 'window';
      readonly weights: WeightsChoice;
      readonly example: ExampleChoice;
      readonly path: string;
      /** By spatial axis; empty for the unit of the channel whose output is farthest from 0. */
      readonly unit: readonly number[];
      readonly channel: number;
    }
  /** Which layers a run has no weights for, the text having changed since. */
  | { readonly kind: 'fit'; readonly weights: WeightsChoice }
  /** What the model's outputs say. */
  | { readonly kind: 'scores'; readonly weights: WeightsChoice; readonly example: ExampleChoice };

export type InspectAnswer =
  | ModelAnswer
  | ExampleAnswer
  | ThumbnailAnswer
  | FeaturesAnswer
  | MapAnswer
  | FiltersAnswer
  | WindowAnswer
  | FitAnswer
  | ScoresAnswer;

export interface ModelAnswer {
  readonly kind: 'model';
  readonly layers: readonly InspectLayer[];
  /** Undefined where the inputs are declared by their shape alone, or the data cannot be opened. */
  readonly examples: { readonly train: number; readonly test: number } | undefined;
  /** Why the data cannot be opened. */
  readonly problem: RunError | undefined;
  /** What is to be known of the data that were opened: that a part of them stands in for the whole. */
  readonly remark: string | undefined;
}

export interface InspectLayer {
  readonly path: string;
  /** Keras's: `conv2d_1`. */
  readonly name: string;
  /** `Conv2D`. */
  readonly type: string;
  /** Without the batch, channels last. */
  readonly shape: readonly number[];
  readonly params: number;
  readonly inputs: readonly string[];
  readonly field: LayerField | 'whole' | undefined;
  /** How a unit is made of a window of the layer's input. */
  readonly window: LayerWindow | undefined;
  /** The shape of the kernel, channels and filters last. */
  readonly kernel: readonly number[] | undefined;
  /** Keras's name, where it is not linear. */
  readonly activation: string | undefined;
  /** Of the outermost use in the document; undefined where it stands in an import. */
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

/** By spatial axis of the model's input. */
export interface LayerField {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  /** The first unit's field starts here; negative inside the padding. */
  readonly offset: readonly number[];
}

export type WindowOperation = 'convolution' | 'depthwise' | 'max' | 'average' | 'l2';

/** By spatial axis of the layer's input. */
export interface LayerWindow {
  readonly operation: WindowOperation;
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** The padding before the first position. */
  readonly before: readonly number[];
}

export interface ExampleAnswer {
  readonly kind: 'example';
  /** `digit 7`; the class by its number and its name where the data have classes. */
  readonly truth: { readonly index: number; readonly name: string } | undefined;
}

/** Grey or RGB, scaled to bytes between `low` and `high`. */
export interface ThumbnailAnswer {
  readonly kind: 'thumbnail';
  readonly path: string;
  /** False where it would take long: then the picture is empty until the layer is asked for. */
  readonly drawn: boolean;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Uint8Array;
}

/** `count` maps of `height` rows, one after the other, each scaled to bytes between its own `low` and `high`. */
export interface FeaturesAnswer {
  readonly kind: 'features';
  readonly path: string;
  readonly height: number;
  readonly width: number;
  readonly count: number;
  readonly values: Uint8Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly mean: Float32Array;
  /** How many values of a map are exactly 0, of all: what ReLU has silenced. */
  readonly zeros: Float32Array;
}

export interface MapAnswer {
  readonly kind: 'map';
  readonly path: string;
  readonly map: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

export interface FiltersAnswer {
  readonly kind: 'filters';
  readonly path: string;
  /** As stored: spatial axes, input channels, filters (for a depthwise layer its multiplier). */
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly bias: Float32Array | undefined;
}

export interface WindowAnswer {
  readonly kind: 'window';
  readonly path: string;
  readonly operation: WindowOperation;
  readonly unit: readonly number[];
  readonly channel: number;
  /** The window's first position in the layer's input, by axis; negative inside the padding. */
  readonly start: readonly number[];
  readonly size: readonly number[];
  readonly dilation: readonly number[];
  /** The input channels that it reads. */
  readonly firstChannel: number;
  readonly channels: number;
  /** Positions row by row, channels last; 0 in the padding. */
  readonly values: Float32Array;
  /** By position: 1 inside the input, 0 in the padding. */
  readonly inside: Uint8Array;
  /** In the order of `values`; empty for pooling. */
  readonly kernel: Float32Array;
  readonly bias: number;
  /** Before the activation, added up in float64. */
  readonly sum: number;
  readonly activation: string | undefined;
  /** What the engine computed. */
  readonly output: number;
}

export interface FitAnswer {
  readonly kind: 'fit';
  /** The names of the layers that the run does not have in this shape: they are shown as before training. */
  readonly unfit: readonly string[];
}

export interface ScoresAnswer {
  readonly kind: 'scores';
  readonly outputs: readonly OutputScores[];
}

export interface OutputScores {
  readonly name: string;
  readonly values: Float32Array;
  /** The class names where the output has one value a class. */
  readonly classes: readonly string[] | undefined;
}

export type ToInspector = { readonly id: number; readonly subject: InspectSubject; readonly question: InspectQuestion };

export type FromInspector =
  | { readonly type: 'answer'; readonly id: number; readonly answer: InspectAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly error: RunError };
