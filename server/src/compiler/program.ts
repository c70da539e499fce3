/**
 * A program: the training of one model as primitive tensor operations with TensorFlow's names. Both engines
 * run the same program. It is plain data (JSON-serializable but for NaN), independent of any back end.
 */
import type { OperationAttributes } from '../language/layers/lowering';

export type DataType = 'float32' | 'int32' | 'bool' | 'uint8';

/** Sizes with the batch as null; only a leading size may be null. */
export type TensorShape = readonly (number | null)[];

export interface TensorType {
  readonly dtype: DataType;
  readonly shape: TensorShape;
}

export interface Program {
  readonly name: string;
  /** Weights first (in Keras's order), then optimizer slots, then counters. */
  readonly variables: readonly Variable[];
  /** `train`, `evaluate`, `gradients`, `predict`, `features`, each complete in itself. */
  readonly functions: { readonly [name: string]: ProgramFunction };
  /** The batch may be cut into parts that cores take side by side (no operation needs the whole of it). */
  readonly separable: boolean;
}

export interface Variable {
  /** Weights: `trunk/Residual/2/main/Conv2D/kernel`; slots: `optimizer/momentum/…`. */
  readonly name: string;
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly role: 'weight' | 'slot' | 'counter';
  readonly trainable: boolean;
  /** How it starts: an initializer of `initializers.ts` with its arguments, resolved, and the seed's salt. */
  readonly initializer: VariableInitializer;
}

export type VariableInitializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | {
      readonly kind: 'random';
      readonly name: string;
      readonly args: { readonly [name: string]: number | string };
      readonly salt: number;
    };

export interface ProgramFunction {
  /** What a call must feed, in order. Parts of the batch, then scalars such as `learning_rate`, `seed` (int32 [2]). */
  readonly feeds: readonly Feed[];
  /** In topological order. Side effects (assignments) happen after every read of the same call. */
  readonly operations: readonly Operation[];
  /** Named results: `metrics` (one vector, see `metricLayout`), outputs by name, features by node path. */
  readonly results: readonly FunctionResult[];
  /** How the `metrics` vector is read: consecutive sums a metric, to be added over batches and then finished. */
  readonly metricLayout: readonly MetricSlot[];
  /** Where the batch is cut into parts: the same with the batch uncut, for one of fewer rows than parts. */
  readonly uncut?: ProgramFunction;
}

export interface Feed extends TensorType {
  readonly name: string;
}

/** A reference to output `output` of operation `operation`. */
export interface TensorRef {
  readonly operation: number;
  readonly output: number;
}

/** Feeds, variables and constants are operations too: `Placeholder`, `ReadVariableOp`, `Const`. */
export interface Operation {
  readonly op: string;
  readonly inputs: readonly TensorRef[];
  readonly attributes: OperationAttributes;
  readonly outputs: readonly TensorType[];
  /** `Placeholder`: the feed; `ReadVariableOp`, `AssignVariableOp`, `ResourceApply…`: the variables, in the operation's order. */
  readonly names?: readonly string[];
  /** `Const`: its values, row-major. */
  readonly values?: readonly number[];
  /** The path of the graph node that it serves: NaN reports and profiles name the layer by it. */
  readonly layer?: string;
}

export interface FunctionResult {
  readonly name: string;
  readonly tensor: TensorRef;
}

export interface MetricSlot {
  /** Keras's log name without `val_`: `loss`, `accuracy`, `price_mean_absolute_error`. */
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  /** Which `MetricDefinition` finishes it: `mean` divides the first sum by the second. */
  readonly finish: string;
}
