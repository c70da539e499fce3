import type { Value } from '../../language/layers/lowering';
import type { FunctionArguments } from '../functionArguments';
import type { OperationBuilder } from '../operations/definition';

/** A loss in Keras 3's formula (keras/src/losses/losses.py, TensorFlow back end). */
export interface LossDefinition {
  /** Keras's snake-case name. */
  readonly name: string;
  /** The loss of each element of the prediction without its last axis. */
  losses(context: LossContext): LossValues;
}

export interface LossContext {
  readonly builder: OperationBuilder;
  /** As fed: labels, one-hot rows or values. */
  readonly target: Value;
  readonly prediction: Value;
  readonly args: FunctionArguments;
  /** What a final `Softmax` or `Sigmoid` of the model was applied to: Keras takes the loss from it too. */
  readonly logits: { readonly softmax?: Value; readonly sigmoid?: Value };
}

export interface LossValues {
  readonly values: Value;
  /** 1 where a value counts, 0 where it does not; the loss is divided by its sum. Absent: all count. */
  readonly mask?: Value;
}
