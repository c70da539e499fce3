import type { OperationAttributes } from '../../../language/layers/lowering';
import type { TensorType } from '../../../compiler/program';
import type { GraphWriter, NodeOutput } from '../graph/graphWriter';

/** One operation of a program on its way into a TensorFlow graph. */
export interface OperationCall {
  readonly graph: GraphWriter;
  readonly inputs: readonly NodeOutput[];
  readonly inputTypes: readonly TensorType[];
  readonly outputTypes: readonly TensorType[];
  readonly attributes: OperationAttributes;
  /** Handles of the variables that it updates, in the operation's order, and what must have happened before. */
  readonly variables: readonly NodeOutput[];
  readonly variableTypes: readonly TensorType[];
  readonly after: readonly NodeOutput[];
}

/** Adds the nodes of an operation and gives its outputs; an update gives the node that makes it. */
export type OperationWriter = (call: OperationCall) => readonly NodeOutput[];

/** The input at `index`, which the program's types promise. */
export function inputAt({ inputs }: OperationCall, index: number): NodeOutput {
  const found = inputs[index];
  if (found === undefined) throw new TypeError(`an operation lacks its input ${index}`);
  return found;
}

export function inputTypeAt({ inputTypes }: OperationCall, index: number): TensorType {
  const found = inputTypes[index];
  if (found === undefined) throw new TypeError(`an operation lacks its input ${index}`);
  return found;
}
