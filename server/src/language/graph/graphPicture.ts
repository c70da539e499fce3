import type { Span } from '../syntax/tree';

/** A model's graph as it is drawn: plain data, the same for the panel, the command line and the web. */
export interface GraphPicture {
  readonly model: string;
  /** In topological order. */
  readonly layers: readonly PictureLayer[];
  /** Outer ones before those inside them. */
  readonly blocks: readonly PictureBlock[];
  readonly outputs: readonly PictureOutput[];
  /** Null while a size is unknown. */
  readonly params: number | null;
  readonly macs: number | null;
}

export interface PictureLayer {
  /** The node's path: stable under edits elsewhere. */
  readonly id: string;
  /** Keras's automatic name or the one given: `conv2d_1`. */
  readonly name: string;
  /** The layer with the arguments that are not defaults: `Conv2D 64, 3, relu`. */
  readonly call: string;
  /** `28x28x1`; `?` while unknown. */
  readonly shape: string;
  /** Whether the shape differs from every input's: edges carry it then. */
  readonly reshapes: boolean;
  /** Null while unknown; 0 for a later use of a shared layer. */
  readonly params: number | null;
  /** Multiply-accumulates for one example. */
  readonly macs: number | null;
  /** The innermost block around it. */
  readonly block?: string;
  /** The layers it takes its tensors from, by `id`. */
  readonly inputs: readonly string[];
  /** The layer's own call. */
  readonly place: PicturePlace;
  /** The first error at this layer. */
  readonly problem?: string;
}

/** A use of a block, or a repetition of a block or layer with its uses inside. */
export interface PictureBlock {
  readonly id: string;
  /** `Bottleneck`, or `Bottleneck × 5` for a repetition. */
  readonly name: string;
  readonly parent?: string;
  readonly place: PicturePlace;
}

export interface PictureOutput {
  readonly name: string;
  readonly layer: string;
}

/** A place in a text; `uri` is absent for the model's own document. */
export interface PicturePlace extends Span {
  readonly uri?: string;
}
