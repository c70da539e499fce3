import type { ProgramFunction, TensorRef } from '../../../compiler/program';
import type { Tensor } from '../../../engine/backend';
import { createOnnxGraph } from './onnxGraph';
import type { OnnxModel, OnnxNode } from './onnxMessages';
import { joinBiases } from './joinBiases';
import type { OnnxCall, OnnxWriter } from './onnxOperation';
import { arrangementWriters } from './operations/arrangement';
import { elementwiseWriters } from './operations/elementwise';
import { windowWriters } from './operations/windows';

/** The newest whose reductions, resizing and splitting are all as they are now; runtimes of 2023 and later have it. */
const opset = 18;

const writers: { readonly [op: string]: OnnxWriter } = {
  ...elementwiseWriters,
  ...windowWriters,
  ...arrangementWriters,
};

/** A prediction as an ONNX model: inputs and outputs are those of the function, images channels last. */
export function onnxModel(
  { feeds, operations, results }: ProgramFunction,
  name: string,
  weights: ReadonlyMap<string, Tensor>,
): OnnxModel {
  const typeOf = ({ operation, output }: TensorRef) => {
    const type = operations[operation]?.outputs[output];
    if (type === undefined) throw new TypeError(`operation ${operation} has no output ${output}`);
    return type;
  };
  const graph = createOnnxGraph(typeOf);
  operations.forEach((operation, index) => {
    const [type] = operation.outputs;
    const ref = { operation: index, output: 0 };
    const [own = ''] = operation.names ?? [];
    graph.enter(operation.layer);
    if (operation.op === 'Placeholder') graph.place(ref, { name: own, layout: 'last' });
    else if (operation.op === 'ReadVariableOp') graph.addLazy(ref, own, weightNamed(weights, own));
    else if (operation.op === 'Const')
      graph.addLazy(
        ref,
        `constant_${index}`,
        constant(operation.values ?? [], type?.dtype ?? 'float32', (type?.shape ?? []).map(Number)),
      );
    else {
      const writer = Object.hasOwn(writers, operation.op) ? writers[operation.op] : undefined;
      if (writer === undefined) throw new Error(`ONNX has no counterpart for ${operation.op}`);
      const { attributes, inputs } = operation;
      const call: OnnxCall = { graph, operation, attributes, inputs, typeOf, rank: type?.shape.length ?? 0 };
      writer(call).forEach((value, output) => graph.place({ operation: index, output }, value));
    }
  });
  const ends = results.map(({ name: output, tensor }): OnnxNode => ({
    op: 'Identity',
    name: `${output}/Identity`,
    inputs: [graph.last(tensor)],
    outputs: [output],
    attributes: {},
  }));
  const { nodes: all, tensors } = graph.written;
  const nodes = joinBiases([...all, ...ends], tensors);
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  return {
    name,
    opset,
    nodes,
    initializers: tensors.filter((tensor) => used.has(tensor.name)),
    inputs: feeds.map(({ name: feed, dtype, shape }) => ({ name: feed, type: dtype, shape })),
    outputs: results.map(({ name: output, tensor }) => ({
      name: output,
      type: typeOf(tensor).dtype,
      shape: typeOf(tensor).shape,
    })),
  };
}

function weightNamed(weights: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = weights.get(name);
  if (tensor === undefined) throw new Error(`there is no weight ${name}`);
  return tensor;
}

function constant(values: readonly number[], dtype: Tensor['dtype'], shape: readonly number[]): Tensor {
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(values) };
  return dtype === 'int32'
    ? { dtype, shape, data: Int32Array.from(values) }
    : { dtype, shape, data: Uint8Array.from(values) };
}
