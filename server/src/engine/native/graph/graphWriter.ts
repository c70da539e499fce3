import messages, { type NodeDef, type TensorInfo } from '@tensorflow/tfjs-node/dist/proto/api_pb';
import type { TensorType } from '../../../compiler/program';
import { shapeMessage, shapeValue, tensorValue, typeValue, type AttrValue } from './attributes';
import { bytesOf, typeNumber, type GraphType } from './types';

/** An output of a node: `n3`, or `n3:1` for a later one; `^n3` waits for a node without taking anything. */
export type NodeOutput = string;

export type NodeAttributes = Readonly<Record<string, AttrValue>>;

/** Collects the nodes of a TensorFlow graph. Nodes must be added after those they use. */
export class GraphWriter {
  readonly #nodes: NodeDef[] = [];
  readonly #constants = new Map<string, NodeOutput>();
  /** Whether the graph may hold operations of our own, which only an engine with our kernels runs. */
  readonly kernels: boolean;

  constructor({ kernels = false }: { readonly kernels?: boolean } = {}) {
    this.kernels = kernels;
  }

  /** Adds a node and gives its first output, which is its name as well. Names are short: each call passes them. */
  node(op: string, inputs: readonly NodeOutput[], attributes: NodeAttributes = {}): NodeOutput {
    const name = `n${this.#nodes.length}`;
    const node = new messages.NodeDef();
    node.setName(name);
    node.setOp(op);
    // Control inputs must stand behind the others.
    node.setInputList([
      ...inputs.filter((input) => !input.startsWith('^')),
      ...inputs.filter((input) => input.startsWith('^')),
    ]);
    const map = node.getAttrMap();
    for (const [key, value] of Object.entries(attributes)) map.set(key, value);
    this.#nodes.push(node);
    return name;
  }

  /** A constant; equal small ones are shared. */
  constant(type: GraphType, values: readonly number[], shape: readonly number[] = [values.length]): NodeOutput {
    const key =
      values.length <= 32
        ? `${type} ${shape.join()} ${values.map((value) => (Object.is(value, -0) ? '-0' : value)).join()}`
        : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const made = this.node('Const', [], {
      dtype: typeValue(type),
      value: tensorValue(type, shape, bytesOf(type, values)),
    });
    if (key !== undefined) this.#constants.set(key, made);
    return made;
  }

  scalar(type: GraphType, value: number): NodeOutput {
    return this.constant(type, [value], []);
  }

  placeholder(type: GraphType, shape: readonly (number | null)[]): NodeOutput {
    return this.node('Placeholder', [], { dtype: typeValue(type), shape: shapeValue(shape) });
  }

  /** The bytes of a `saved_model.pb` with the tag `serve` that holds this graph, with what it serves where that is told. */
  savedModel(signature?: ServingSignature): Uint8Array {
    const graph = new messages.GraphDef();
    graph.setNodeList(this.#nodes);
    const versions = new messages.VersionDef();
    versions.setProducer(graphVersion);
    graph.setVersions(versions);
    const info = new messages.MetaGraphDef.MetaInfoDef();
    info.setTagsList([servingTag]);
    const metaGraph = new messages.MetaGraphDef();
    metaGraph.setMetaInfoDef(info);
    metaGraph.setGraphDef(graph);
    if (signature !== undefined) metaGraph.getSignatureDefMap().set('serving_default', signatureMessage(signature));
    const model = new messages.SavedModel();
    model.setSavedModelSchemaVersion(1);
    model.addMetaGraphs(metaGraph);
    return model.serializeBinary();
  }
}

export interface ServedTensor extends TensorType {
  readonly name: string;
  readonly node: NodeOutput;
}

/** What a model takes and gives, as other programs see it. */
export interface ServingSignature {
  readonly inputs: readonly ServedTensor[];
  readonly outputs: readonly ServedTensor[];
}

export const servingTag = 'serve';

function signatureMessage({ inputs, outputs }: ServingSignature): InstanceType<typeof messages.SignatureDef> {
  const message = new messages.SignatureDef();
  for (const input of inputs) message.getInputsMap().set(input.name, tensorInfo(input));
  for (const output of outputs) message.getOutputsMap().set(output.name, tensorInfo(output));
  message.setMethodName('tensorflow/serving/predict');
  return message;
}

function tensorInfo({ node, dtype, shape }: ServedTensor): TensorInfo {
  const info = new messages.TensorInfo();
  info.setName(node.includes(':') ? node : `${node}:0`);
  info.setDtype(typeNumber(dtype));
  info.setTensorShape(shapeMessage(shape));
  return info;
}

/** The graph version of TensorFlow 2.9, the oldest library that we run on; later ones read it. */
const graphVersion = 1087;

/** The output of a node by its number. */
export function outputOf(node: NodeOutput, index: number): NodeOutput {
  return index === 0 ? node : `${node}:${index}`;
}
