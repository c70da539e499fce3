import type { Operation } from '../../../compiler/program';
import type { Collective } from '../collective';
import type { Block, WasmBackend } from '../wasmBackend';

/** How one operation of a program runs here. Inputs stay the caller's; outputs are new or shared blocks. */
export type Kernel = (call: KernelCall) => readonly Block[];

export interface KernelCall {
  readonly backend: WasmBackend;
  readonly operation: Operation;
  readonly inputs: readonly Block[];
  readonly collective: Collective;
  /** The blocks of the variables that the operation names, in its order. */
  readonly variables: readonly Block[];
}

/** The input at `index`; a program that passed validation has it. */
export function inputAt(call: KernelCall, index: number): Block {
  const input = call.inputs[index];
  if (input === undefined) throw new Error(`${call.operation.op} misses its input ${index}.`);
  return input;
}

/** The variable at `index` of those that the operation names. */
export function variableAt(call: KernelCall, index: number): Block {
  const variable = call.variables[index];
  if (variable === undefined) throw new Error(`${call.operation.op} misses its variable ${index}.`);
  return variable;
}

/** The number of elements of a block. */
export function sizeOf(block: Block): number {
  return block.shape.reduce((product, size) => product * size, 1);
}
