import type { FunctionValue } from './definition';

/**
 * What a layer's `lower` may use: a small builder of primitive operations, implemented by the compiler.
 * Values are handles; their shapes carry the batch as a leading null.
 */
export interface LoweringContext {
  /** True while the training function is built. */
  readonly training: boolean;
  /** Appends a primitive operation (TensorFlow's name) and gives its outputs. */
  operation(name: string, inputs: readonly Value[], attributes?: OperationAttributes): readonly Value[];
  /** The first output of `operation`. */
  apply(name: string, inputs: readonly Value[], attributes?: OperationAttributes): Value;
  /** One of the weights that the layer's definition lists. */
  weight(name: string): Value;
  /** A float32 constant; shape [] for one number. */
  constant(values: number | readonly number[], shape?: readonly number[]): Value;
  /**
   * Uniform draws in [0, 1) of the shape of `like` (its batch included) or, when `shape` is given, of that
   * shape behind the batch axis; fresh at every step, the same on both engines.
   */
  random(like: Value, shape?: readonly number[]): Value;
  /** Standard normal draws, as `random`. */
  randomNormal(like: Value): Value;
  /** Sets a non-trainable weight (a moving average) at the end of the training step. */
  update(weight: string, value: Value): void;
  /** An activation by its description, `none` giving the value itself. */
  activation(value: Value, activation: string | FunctionValue | null): Value;
  /** The statistics of batch normalization must see the whole batch: forbids cutting it into parts. */
  needWholeBatch(): void;
}

/** The handle of a tensor inside the program that is being built. */
export interface Value {
  readonly id: number;
  /** With the batch as a leading null; all other sizes are known. */
  readonly shape: readonly (number | null)[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'uint8';
}

export type AttributeValue = number | string | boolean | readonly number[] | readonly string[];

export interface OperationAttributes {
  readonly [name: string]: AttributeValue;
}
