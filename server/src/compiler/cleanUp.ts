import { operationNamed } from './operations/registry';
import type { FunctionResult, Operation, TensorRef } from './program';

/** The operations that results and updates need, renumbered. */
export function removeDeadCode(
  operations: readonly Operation[],
  results: readonly FunctionResult[],
): { readonly operations: readonly Operation[]; readonly results: readonly FunctionResult[] } {
  const live = liveOperations(operations, results);
  const places = new Map<number, number>();
  const kept: Operation[] = [];
  for (const [index, operation] of operations.entries()) {
    if (!live.has(index)) continue;
    places.set(index, kept.length);
    kept.push({ ...operation, inputs: operation.inputs.map((ref) => moved(ref, places)) });
  }
  return { operations: kept, results: results.map(({ name, tensor }) => ({ name, tensor: moved(tensor, places) })) };
}

function liveOperations(operations: readonly Operation[], results: readonly FunctionResult[]): ReadonlySet<number> {
  const live = new Set(results.map(({ tensor }) => tensor.operation));
  for (let index = operations.length - 1; index >= 0; index--) {
    const operation = operations[index];
    if (operation === undefined) continue;
    if (operationNamed(operation.op).sideEffect === true) live.add(index);
    if (live.has(index)) for (const ref of operation.inputs) live.add(ref.operation);
  }
  return live;
}

function moved(ref: TensorRef, places: ReadonlyMap<number, number>): TensorRef {
  const operation = places.get(ref.operation);
  if (operation === undefined) throw new Error('an operation is used before it stands');
  return { operation, output: ref.output };
}
