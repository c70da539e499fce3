import type { Tensor } from '../../../engine/backend';
import type { GraphNode, LayerInstance, ModelAnalysis } from '../../../language/model/graph';
import { ExportProblem } from '../exportProblem';
import { kerasLayerName } from '../keras/layerName';
import { tfjsLayer } from './tfjsLayer';

/** A `model.json` of tfjs-layers and the bytes of its weights. */
export interface TfjsModel {
  readonly json: unknown;
  readonly shards: readonly { readonly file: string; readonly bytes: Uint8Array }[];
}

/** As tfjs's own converter cuts them, so that browsers cache them. */
const shardSize = 4 * 1024 * 1024;

/** A model for `tf.loadLayersModel`. Layers keep their stable paths with dots, as in Keras. */
export function tfjsModel({ graph }: ModelAnalysis, weights: ReadonlyMap<string, Tensor>): TfjsModel {
  const unknown = graph.nodes.find(({ output }) => output === undefined);
  if (unknown !== undefined) throw new ExportProblem('tfjs', unknown, 'its shape is not known');
  const uses = new Map<LayerInstance, GraphNode[]>();
  for (const node of graph.nodes) uses.set(node.owner, [...(uses.get(node.owner) ?? []), node]);
  const place = (node: GraphNode): readonly [string, number, number] => [
    kerasLayerName(node.owner.path),
    uses.get(node.owner)?.indexOf(node) ?? 0,
    0,
  ];
  const entries: { readonly name: string; readonly tensor: Tensor }[] = [];
  const layers = [...uses].map(([owner, nodes]) => {
    const [first] = nodes;
    const name = kerasLayerName(owner.path);
    if (first === undefined || first.inputs.length === 0) {
      const config = { name, dtype: 'float32', sparse: false, batch_input_shape: [null, ...(first?.output ?? [])] };
      return { class_name: 'InputLayer', name, config, inbound_nodes: [] };
    }
    const { className, config, weightNames } = tfjsLayer(first);
    for (const weight of owner.weights) {
      const tensor = weights.get(`${owner.path}/${weight.name}`);
      if (tensor === undefined) throw new Error(`there is no weight ${owner.path}/${weight.name}`);
      entries.push({ name: `${name}/${weightNames[weight.name] ?? weight.name}`, tensor });
    }
    const inbound = nodes.map((node) => node.inputs.map((input) => [...place(input), {}]));
    return { class_name: className, name, config: { name, ...config }, inbound_nodes: inbound };
  });
  const shards = cut(entries.map(({ tensor }) => tensor));
  return {
    json: {
      format: 'layers-model',
      generatedBy: 'shapewright',
      convertedBy: null,
      modelTopology: {
        class_name: 'Model',
        config: {
          name: graph.name,
          layers,
          input_layers: graph.inputs.map(place),
          output_layers: graph.outputs.map(({ node }) => place(node)),
        },
      },
      weightsManifest: [
        {
          paths: shards.map(({ file }) => file),
          weights: entries.map(({ name, tensor }) => ({ name, shape: tensor.shape, dtype: tensor.dtype })),
        },
      ],
    },
    shards,
  };
}

function cut(tensors: readonly Tensor[]): TfjsModel['shards'] {
  const length = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const all = new Uint8Array(length);
  let position = 0;
  for (const { data } of tensors) {
    all.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  const count = Math.ceil(length / shardSize);
  return Array.from({ length: count }, (_, index) => ({
    file: `group1-shard${index + 1}of${count}.bin`,
    bytes: all.subarray(index * shardSize, (index + 1) * shardSize),
  }));
}
