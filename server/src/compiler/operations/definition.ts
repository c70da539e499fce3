import type { OperationAttributes, Value } from '../../language/layers/lowering';
import type { TensorType } from '../program';

/**
 * One operation of the program: what it gives for given inputs, its gradient, and its meaning in float64.
 * `docs/program.md` states the attributes; both engines follow this catalogue.
 */
export interface OperationDefinition {
  /** TensorFlow's name. */
  readonly name: string;
  /** The output types; throws an `OperationError` when the inputs do not fit. Works with and without a known batch. */
  infer(inputs: readonly TensorType[], attributes: OperationAttributes): readonly TensorType[];
  /**
   * The gradients of the inputs in order, undefined where none flows. Absent: nothing flows through it.
   * A gradient of an output that nothing depends on is undefined; at least one is given.
   */
  gradient?(builder: OperationBuilder, node: GradientNode): readonly (Value | undefined)[];
  /**
   * The float64 reference: row-major values of each output, whose concrete types are given.
   * Absent for what the interpreter does itself: feeds, variables, updates.
   */
  evaluate?(
    inputs: readonly NumericTensor[],
    attributes: OperationAttributes,
    outputs: readonly ConcreteType[],
  ): readonly Float64Array[];
  /** Updates: changes the values of the variables (`names`, in order) in place, float64. */
  update?(variables: readonly Float64Array[], inputs: readonly NumericTensor[], attributes: OperationAttributes): void;
  /** It changes variables: never merged, folded or removed. */
  readonly sideEffect?: boolean;
}

/** What gradients and lowering append operations with. */
export interface OperationBuilder {
  /** Appends an operation and gives all its outputs. */
  operation(name: string, inputs: readonly Value[], attributes?: OperationAttributes): readonly Value[];
  /** The first output of `operation`. */
  apply(name: string, inputs: readonly Value[], attributes?: OperationAttributes): Value;
  /** A float32 constant; shape [] for one number. */
  constant(values: number | readonly number[], shape?: readonly number[]): Value;
}

/** An operation of the forward pass with the gradients of its outputs. */
export interface GradientNode {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: OperationAttributes;
  readonly gradients: readonly (Value | undefined)[];
}

export interface ConcreteType {
  readonly dtype: TensorType['dtype'];
  readonly shape: readonly number[];
}

/** Row-major float64 values of any type; bool as 0 and 1. */
export interface NumericTensor extends ConcreteType {
  readonly data: Float64Array;
}

/** Inputs or attributes that an operation cannot take. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
}
