import type { ProgramFunction } from '../../compiler/program';
import type { Tensor } from '../backend';
import { tensorValue, typeValue } from './graph/attributes';
import { GraphWriter, type NodeOutput, type ServedTensor } from './graph/graphWriter';
import { FunctionWriter } from './writeProgram';

/**
 * A prediction as the `saved_model.pb` of a TensorFlow SavedModel with the signature `serving_default`. The weights are
 * constants of the graph, so that there is nothing to restore; TensorFlow reads files up to 2 GB. Names of inputs and
 * outputs become identifiers.
 */
export function writeServing(predict: ProgramFunction, weights: ReadonlyMap<string, Tensor>): Uint8Array {
  const graph = new GraphWriter();
  const read = new Set(predict.operations.flatMap(({ op, names }) => (op === 'ReadVariableOp' ? (names ?? []) : [])));
  const constants = new Map<string, NodeOutput>();
  for (const name of read) {
    const tensor = weights.get(name);
    if (tensor === undefined) throw new Error(`there is no weight ${name}`);
    constants.set(name, constantOf(graph, tensor));
  }
  const { feeds, results } = new FunctionWriter(graph, predict, new Map(), constants).write();
  const inputs = predict.feeds.map(({ name, dtype, shape }): ServedTensor => {
    // An input that nothing reads is still one of the model's.
    const node = feeds.get(name) ?? graph.placeholder(dtype, shape);
    return { name: identifier(name), node, dtype, shape };
  });
  const outputs = predict.results.flatMap(({ name, tensor }): readonly ServedTensor[] => {
    const node = results.get(name);
    const type = predict.operations[tensor.operation]?.outputs[tensor.output];
    return node === undefined || type === undefined ? [] : [{ name: identifier(name), node, ...type }];
  });
  return graph.savedModel({ inputs, outputs });
}

function constantOf(graph: GraphWriter, { dtype, shape, data }: Tensor): NodeOutput {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return graph.node('Const', [], { dtype: typeValue(dtype), value: tensorValue(dtype, shape, bytes) });
}

function identifier(name: string): string {
  return name.replaceAll(/\W/g, '_');
}
