import type { FunctionValue } from '../layers/definition';

/** A train block after checking, defaults filled in; what the compiler and the trainer take. */
export interface TrainSettings {
  /** Keras's class name with its arguments: `RMSprop`, `Adam(learning_rate=1e-4)`. Schedules are nested functions. */
  readonly optimizer: FunctionValue;
  /** One a model output, in the order of the outputs. */
  readonly outputs: readonly OutputSettings[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  /** `test`: the test part validates; a share: that much of the end of the training part; none otherwise. */
  readonly validation:
    { readonly kind: 'none' } | { readonly kind: 'test' } | { readonly kind: 'split'; readonly share: number };
  readonly callbacks: readonly FunctionValue[];
  readonly classWeight: ReadonlyMap<string, number> | undefined;
  /** `class_weight: balanced`: the weights are found by the counts of the training part; `classWeight` is empty then. */
  readonly balancedClasses?: boolean;
  readonly weights:
    { readonly kind: 'run'; readonly name: string } | { readonly kind: 'file'; readonly path: string } | undefined;
  /** The owners (paths of layer instances) that do not train. */
  readonly frozen: readonly string[];
  /** `assert test.accuracy > 0.98`, checked when the run ends. */
  readonly assertions: readonly RunAssertion[];
}

export interface OutputSettings {
  readonly output: string;
  /** Keras's snake-case name with arguments: `sparse_categorical_crossentropy`, `categorical_crossentropy(label_smoothing=0.1)`. */
  readonly loss: FunctionValue;
  readonly lossWeight: number;
  readonly metrics: readonly FunctionValue[];
  /** The part of an example that the output should equal: `label`, `image`, `mask` or a column. */
  readonly target: string;
}

export interface RunAssertion {
  readonly metric: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
  readonly value: number;
  readonly text: string;
}
