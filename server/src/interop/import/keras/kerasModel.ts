/** A model as Keras describes it, whichever file it came from: layers by name, and the calls that join them. */
export interface KerasModel {
  readonly name: string;
  readonly layers: readonly KerasLayer[];
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
}

export interface KerasLayer {
  readonly name: string;
  /** `Conv2D`; with its package where it is not Keras's own: `Custom>Scale`. */
  readonly className: string;
  readonly module: string;
  readonly config: { readonly [key: string]: unknown };
  /** The rank of its (first) input with the batch, where the file tells. */
  readonly rank: number | undefined;
  readonly calls: readonly KerasCall[];
  /** The layers of a nested model. */
  readonly model: KerasModel | undefined;
  /** Where it stands in the file. */
  readonly place: string;
}

export interface KerasCall {
  /** Tensors and constants in the order of the call. */
  readonly inputs: readonly KerasOperand[];
  /** Arguments of the call that are no tensors, by name. */
  readonly options: { readonly [key: string]: unknown };
}

export type KerasOperand =
  { readonly kind: 'tensor'; readonly tensor: KerasTensor } | { readonly kind: 'constant'; readonly value: unknown };

export interface KerasTensor {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
  /** Of an output: what the model calls it, where it gives a map of outputs. */
  readonly name?: string;
}
