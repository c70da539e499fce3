import { unknownName } from '../diagnostics/unknownName';
import type { Call } from '../syntax/tree';
import type { BuildNode } from './buildNode';
import { evaluate, type Environment } from './evaluate';
import type { GraphNode, ReceptiveField } from './graph';
import { elementCount, type Shape } from './shape';
import { sumTotals } from './totals';
import { asTensor, type Value } from './value';

/** What an assertion may ask about the body that it stands in. */
export interface Measured {
  readonly nodes: readonly BuildNode[];
  readonly output: BuildNode | undefined;
  readonly inputs: readonly BuildNode[];
}

/** The functions and names of assertions, for completion and hover. */
export const measureNames = ['params', 'macs', 'output', 'shape', 'receptive_field', 'memory'] as const;

/** The value of `params`, `macs`, `output`, `shape(x)`, `receptive_field(x)` or `memory(batch=n)`. */
export function measureCall(call: Call, body: Measured, env: Environment): { readonly value: Value } | undefined {
  switch (call.callee.text) {
    case 'params':
      return { value: sumTotals(body.nodes).params ?? undefined };
    case 'macs':
      return { value: sumTotals(body.nodes).macs ?? undefined };
    case 'output':
      return { value: body.output?.output };
    case 'shape':
      return { value: tensorArgument(call, env)?.output };
    case 'receptive_field':
      return { value: fieldSizes(tensorArgument(call, env), body.inputs) };
    case 'memory':
      return { value: trainingMemory(call, body, env) };
    default:
      return undefined;
  }
}

/** `memory(batch=n)`, a batch of one without it. */
function trainingMemory(call: Call, body: Measured, env: Environment): Value {
  const argument = call.args?.items.find((item) => item.name === undefined || item.name.text === 'batch');
  const batch = argument === undefined ? 1 : evaluate(argument.value, env);
  if (batch === undefined) return undefined;
  if (typeof batch !== 'number' || !Number.isInteger(batch) || batch < 1) {
    env.report({
      code: 'nn/argument',
      span: argument ?? call,
      message: 'memory(batch=n) needs a whole number of at least 1',
    });
    return undefined;
  }
  return stepBytes(body.nodes, batch) ?? undefined;
}

/**
 * Bytes of one training step for a batch: the weights, their gradients, and what each layer keeps for the
 * backward pass (its output), four bytes a number: 4 · (weights + trainable + n · Σ outputs). An estimate from
 * the graph alone, since the compiled program is out of the language's reach; optimizer state comes on top;
 * null while a size is unknown.
 */
export function stepBytes(nodes: readonly GraphNode[], batch: number): number | null {
  const totals = sumTotals(nodes);
  const kept = sumElements(nodes);
  if (totals.params === null || totals.trainable === null || kept === null) return null;
  return 4 * (totals.params + totals.trainable + batch * kept);
}

/** Bytes for one example at the widest moment of the forward pass: each output lives until its last use. */
export function activationBytes(nodes: readonly BuildNode[], outputs: ReadonlySet<BuildNode>): number | null {
  const lastUse = new Map<BuildNode, number>();
  for (const [index, node] of nodes.entries()) for (const input of node.inputs) lastUse.set(input, index);
  let [alive, widest] = [0, 0];
  const released = new Map<number, number>();
  for (const [index, node] of nodes.entries()) {
    const count = node.output === undefined ? null : elementCount(node.output);
    if (count === null) return null;
    alive += count;
    widest = Math.max(widest, alive);
    const end = outputs.has(node) ? undefined : (lastUse.get(node) ?? index);
    if (end !== undefined) released.set(end, (released.get(end) ?? 0) + count);
    alive -= released.get(index) ?? 0;
  }
  return widest * 4;
}

function sumElements(nodes: readonly GraphNode[]): number | null {
  let sum = 0;
  for (const { output } of nodes) {
    const count = output === undefined ? null : elementCount(output);
    if (count === null) return null;
    sum += count;
  }
  return sum;
}

function tensorArgument(call: Call, env: Environment): BuildNode | undefined {
  const [argument] = call.args?.items ?? [];
  const value = argument && evaluate(argument.value, env);
  const tensor = asTensor(value);
  if (tensor !== undefined) return tensor.node;
  if (argument === undefined || value !== undefined) {
    const named = argument?.value;
    env.report(
      named?.kind === 'Call' && named.args === undefined
        ? unknownName('tensor', named.callee.text, named, env.tensors?.names() ?? [])
        : {
            code: 'nn/argument',
            span: argument ?? call,
            message: `${call.callee.text}(x) takes the name of a tensor`,
          },
    );
  }
  return undefined;
}

function fieldSizes(node: BuildNode | undefined, inputs: readonly BuildNode[]): Shape | undefined {
  const field: ReceptiveField | 'whole' | undefined = node?.receptiveField;
  if (field === undefined) return undefined;
  if (field !== 'whole') return field.size;
  const shape = inputs[0]?.output;
  return shape !== undefined && shape.length > 1 ? shape.slice(0, -1) : shape;
}
