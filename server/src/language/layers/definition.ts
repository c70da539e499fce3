import type { Shape, Size } from '../model/shape';
import type { LoweringContext, Value } from './lowering';

/**
 * A layer is one description in one place. Completion, hover, signature help, formatting, summary,
 * inference, training and export are all derived from it; no feature switches on a layer's name.
 */
export interface LayerDefinition {
  /** Keras's name: `Conv2D`. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly category: LayerCategory;
  /** One sentence for hover and completion. */
  readonly summary: string;
  /** In Keras's order; the common arguments (`name`, `trainable`) are added by the registry. */
  readonly parameters: readonly ParameterDefinition[];
  /** How many tensors the layer takes; Infinity for merging layers. */
  readonly inputs: { readonly min: number; readonly max: number };
  /** Keras's automatic name without its number, when it is not the snake case of `name`: `max_pooling2d`. */
  readonly kerasName?: string;
  /** Total: an unknown size in gives an unknown size out, never NaN, zero or negative. */
  inferShape(inputs: readonly Shape[], args: LayerArguments): ShapeInference;
  /** In Keras's order. Absent for a layer without weights. */
  weights?(inputs: readonly Shape[], args: LayerArguments): readonly WeightDefinition[];
  /** The parameter formula with its numbers, `(3·3·32 + 1)·64`, for the hover. */
  parameterFormula?(inputs: readonly Shape[], args: LayerArguments): string | undefined;
  /** The shape formula with its numbers, `⌊(28 − 3) / 1⌋ + 1 = 26`, one line an axis or one for all. */
  shapeFormula?(inputs: readonly Shape[], args: LayerArguments): string | undefined;
  /** Multiply-accumulates for one example; null when a size is unknown. Absent means 0. */
  macs?(inputs: readonly Shape[], output: Shape, args: LayerArguments): number | null;
  /** By spatial axis; `whole` means each unit sees the whole input. Absent means one to one. */
  receptiveField?(inputs: readonly Shape[], args: LayerArguments): readonly FieldStep[] | 'whole';
  /** The layer as primitive operations. Absent only for layers that run in the data pipeline alone. */
  lower?(context: LoweringContext, inputs: readonly Value[], args: LayerArguments): Value;
  /** A penalty on the output that is not the argument `activity_regularizer`. */
  activityRegularizer?(args: LayerArguments): FunctionValue | null;
  /** What a unit makes of its window, on layers whose units are a function of one window of the input. */
  readonly windowOperation?: 'convolution' | 'depthwise' | 'max' | 'average' | 'l2';
  /** What it does to stored values as a step of a `data` declaration. Absent: float32 of unknown range. */
  readonly onData?: DataEffect;
  /** Acts in training only (Dropout, the Random family): evaluation passes the input through. */
  readonly trainingOnly?: boolean;
}

export interface DataEffect {
  /** The values stay what they are; only their places change. */
  readonly keepsValues?: boolean;
  /** A mask moves with its image. */
  readonly movesPixels?: boolean;
  /** The range of values behind the step. */
  range?(range: readonly [number, number], args: LayerArguments): readonly [number, number] | undefined;
}

export type LayerCategory =
  | 'convolution'
  | 'pooling'
  | 'core'
  | 'activation'
  | 'normalization'
  | 'regularization'
  | 'merging'
  | 'reshaping'
  | 'reduction'
  | 'preprocessing';

export interface ParameterDefinition {
  readonly name: string;
  readonly type: ParameterType;
  /** The value when the argument is absent; undefined means that it is required. */
  readonly default?: ArgumentValue;
  /** One sentence. */
  readonly summary: string;
  /** Keras does not let it be given by position. */
  readonly keywordOnly?: boolean;
  /** A required argument that may be left out when this one is given: `filters` beside `kernel`. */
  readonly unless?: string;
  /** The argument whose value stands for this one where this one is none: `pool_size` for the strides of a pooling. */
  readonly noneMeans?: string;
}

export type ParameterType =
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number; readonly optional?: boolean }
  | { readonly kind: 'float'; readonly min?: number; readonly max?: number; readonly optional?: boolean }
  | { readonly kind: 'boolean'; readonly optional?: boolean }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly optional?: boolean }
  | { readonly kind: 'text'; readonly optional?: boolean }
  /** `rank` whole numbers, or one for all of them; normalized to an array of `rank`. */
  | { readonly kind: 'sizes'; readonly rank: number; readonly min: number; readonly optional?: boolean }
  /** A whole number, a list of `rank` numbers or of `rank` pairs; normalized to `rank` pairs. */
  | { readonly kind: 'margins'; readonly rank: number }
  /** A number or a pair of numbers, as the Random family takes them. */
  | { readonly kind: 'factor'; readonly min?: number; readonly max?: number; readonly optional?: boolean }
  /** One axis or several, counted as in Keras with the batch as 0; normalized to an array. */
  | { readonly kind: 'axes'; readonly optional?: boolean }
  /** Sizes with at most one −1. */
  | { readonly kind: 'target-shape'; readonly optional?: boolean }
  | { readonly kind: 'numbers'; readonly optional?: boolean }
  | { readonly kind: 'activation' }
  | { readonly kind: 'initializer' }
  | { readonly kind: 'regularizer' }
  | { readonly kind: 'constraint' }
  /** The name of a `kernel` declaration. */
  | { readonly kind: 'kernel' };

/** What an argument is after evaluation. Layer code reads it through the helpers of `readers.ts`. */
export type ArgumentValue = number | string | boolean | null | readonly ArgumentValue[] | FunctionValue | KernelValue;

/** `he_normal`, `Constant(0.1)`, `l2(1e-4)`: a name with arguments, Keras's spelling. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly args: { readonly [name: string]: ArgumentValue };
}

/** Fixed weights of a `kernel` declaration, row-major. */
export interface KernelValue {
  readonly kind: 'kernel';
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/**
 * All arguments of a layer, defaults filled in, types already checked and normalized. A value that is not
 * known (it stands on an error elsewhere) is `undefined`: the shape rule then answers with unknown sizes.
 */
export interface LayerArguments {
  readonly [name: string]: ArgumentValue | undefined;
}

export type ShapeInference =
  { readonly ok: true; readonly output: Shape | undefined } | { readonly ok: false; readonly problem: LayerProblem };

export interface LayerProblem {
  /** `shape`, `rank`, `argument`, … (`nn/shape` once it is a diagnostic). */
  readonly code: string;
  /** At most 80 characters, with the numbers: what is wrong here. */
  readonly message: string;
  /** The argument to underline; else the layer's name is. */
  readonly argument?: string;
  /** Which input is to blame, when one is. */
  readonly input?: number;
  readonly fixes: readonly LayerFix[];
}

/** A change that would make the layer valid here; its price is computed by trying it. */
export type LayerFix =
  | { readonly kind: 'set'; readonly argument: string; readonly value: string }
  | { readonly kind: 'remove'; readonly argument: string }
  /** A misspelt argument name. */
  | { readonly kind: 'rename'; readonly argument: string; readonly to: string }
  /** An argument by position that was meant for this parameter. */
  | { readonly kind: 'name'; readonly to: string }
  | { readonly kind: 'replace-layer'; readonly layer: string }
  | { readonly kind: 'insert-before'; readonly call: string; readonly input?: number };

export interface WeightDefinition {
  /** Keras's name: `kernel`, `bias`, `gamma`, `moving_mean`. */
  readonly name: string;
  /** A null size is not known yet. */
  readonly shape: readonly Size[];
  readonly initializer: FunctionValue;
  readonly trainable: boolean;
  readonly regularizer?: FunctionValue;
  readonly constraint?: FunctionValue;
  /** The values of a fixed kernel. */
  readonly fixed?: readonly number[];
}

/**
 * One axis of a sliding window: `size` taps `dilation` apart, moved by `stride`, with `before` padding.
 * A transposed or up-sampling layer has `upsample` > 1 (the input is spread by it first).
 */
export interface FieldStep {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** null where the padding depends on an unknown size. */
  readonly before: Size;
  readonly upsample?: number;
}
