import type { Operation, TensorRef, TensorType } from '../../../compiler/program';
import type { OnnxGraph, PlacedValue } from './onnxGraph';

/** One operation of a program on its way into an ONNX graph. */
export interface OnnxCall {
  readonly graph: OnnxGraph;
  readonly operation: Operation;
  readonly attributes: Operation['attributes'];
  readonly inputs: readonly TensorRef[];
  typeOf(ref: TensorRef): TensorType;
  /** The rank of the first output. */
  readonly rank: number;
}

/** Adds the nodes of an operation and gives its outputs in order. */
export type OnnxWriter = (call: OnnxCall) => readonly PlacedValue[];

/** The input at `index`, which the program's types promise. */
export function refAt({ inputs }: Pick<OnnxCall, 'inputs'>, index: number): TensorRef {
  const ref = inputs[index];
  if (ref === undefined) throw new TypeError(`an operation lacks its input ${index}`);
  return ref;
}

export function last(name: string): readonly PlacedValue[] {
  return [{ name, layout: 'last' }];
}

export function first(name: string): readonly PlacedValue[] {
  return [{ name, layout: 'first' }];
}
