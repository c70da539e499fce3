import type { OperationAttributes, Value } from '../../language/layers/lowering';
import type { Arithmetic } from '../arithmetic';
import type { FunctionArguments } from '../functionArguments';

/** An optimizer in Keras 3's formula (keras/src/optimizers). */
export interface OptimizerDefinition {
  /** Keras's class name. */
  readonly name: string;
  /** The slots of each weight, all of its shape. */
  slots(args: FunctionArguments): readonly SlotDefinition[];
  /** Scalars that all weights share, besides the iterations. */
  readonly counters?: readonly SlotDefinition[];
  /** The new values of the counters, before any weight is updated. */
  advance?(step: OptimizerStep): { readonly [counter: string]: Value };
  /** The new weight and slots from plain operations. */
  compose(step: OptimizerStep, weight: WeightStep): ComposedUpdate;
  /** The same as one operation, where TensorFlow has one of the very formula. */
  fuse?(step: OptimizerStep, weight: WeightStep): FusedUpdate | undefined;
}

export interface SlotDefinition {
  readonly name: string;
  readonly initial: number;
}

/** What is the same for all weights in one step. */
export interface OptimizerStep {
  readonly math: Arithmetic;
  readonly args: FunctionArguments;
  /** The learning rate, a scalar. */
  readonly rate: Value;
  /** The number of this step, from 1 on, a float32 scalar. */
  readonly iteration: Value;
  /** A counter's value; after `advance`, its new one. */
  counter(name: string): Value;
}

export interface WeightStep {
  readonly value: Value;
  readonly gradient: Value;
  slot(name: string): Value;
}

export interface ComposedUpdate {
  readonly value: Value;
  readonly slots: { readonly [slot: string]: Value };
}

export interface FusedUpdate {
  readonly op: string;
  /** The slots behind the weight, in the operation's order. */
  readonly slots: readonly string[];
  readonly inputs: readonly Value[];
  readonly attributes: OperationAttributes;
}
