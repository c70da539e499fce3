import type { Value } from '../language/layers/lowering';
import type { GraphBuilder } from './builder';
import { operationNamed } from './operations/registry';
import type { Operation } from './program';

/**
 * Appends the gradients of `loss` (a scalar) with respect to each of `targets` (reverse mode), undefined where
 * none flows. Operations through which no target is reached are left alone.
 */
export function gradients(
  builder: GraphBuilder,
  loss: Value,
  targets: readonly Value[],
): readonly (Value | undefined)[] {
  const operations = [...builder.operations];
  const needed = dependents(builder, operations, targets);
  const totals = new Map<Value, Value>([[loss, builder.constant(1)]]);
  const layer = builder.layer;
  for (let index = operations.length - 1; index >= 0; index--) {
    const operation = operations[index];
    if (operation === undefined || needed[index] !== true || operation.inputs.length === 0) continue;
    // What the backward pass of a layer costs or spoils is reported under its name.
    builder.layer = operation.layer;
    propagate(builder, operation, index, { needed, totals });
  }
  builder.layer = layer;
  return targets.map((target) => totals.get(target));
}

/** By operation: whether one of its results depends on a target. */
function dependents(
  builder: GraphBuilder,
  operations: readonly Operation[],
  targets: readonly Value[],
): readonly boolean[] {
  const roots = new Set(targets.map((target) => builder.refOf(target).operation));
  const needed: boolean[] = [];
  for (const [index, { inputs }] of operations.entries()) {
    needed.push(roots.has(index) || inputs.some((ref) => needed[ref.operation] === true));
  }
  return needed;
}

function propagate(
  builder: GraphBuilder,
  operation: Operation,
  index: number,
  state: { readonly needed: readonly boolean[]; readonly totals: Map<Value, Value> },
): void {
  const outputs = operation.outputs.map((_, output) => builder.valueOf({ operation: index, output }));
  const outputGradients = outputs.map((output) => state.totals.get(output));
  const { gradient } = operationNamed(operation.op);
  if (gradient === undefined || outputGradients.every((value) => value === undefined)) return;
  const inputs = operation.inputs.map((ref) => builder.valueOf(ref));
  const found = gradient(builder, { inputs, outputs, attributes: operation.attributes, gradients: outputGradients });
  for (const [place, input] of inputs.entries()) {
    const share = found[place];
    if (share === undefined || input.dtype !== 'float32' || state.needed[builder.refOf(input).operation] !== true)
      continue;
    const total = state.totals.get(input);
    state.totals.set(input, total === undefined ? share : builder.apply('AddV2', [total, share]));
  }
}
