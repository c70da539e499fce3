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
  /**
   * What a final softmax or sigmoid of the model was applied to. Keras computes every cross-entropy from it, even a
   * categorical one behind a sigmoid (`_keras_logits` in keras/src/backend/tensorflow/nn.py), and so do we.
   */
  readonly logits: Value | undefined;
}

export interface LossValues {
  readonly values: Value;
  /** 1 where a value counts, 0 where it does not; the loss is divided by its sum. Absent: all count. */
  readonly mask?: Value;
}
