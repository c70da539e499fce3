import type { Tensor } from '../../../engine/backend';
import { kerasClass, toSnakeCase } from '../../../language/model/kerasName';
import type { LayerInstance, ModelGraph } from '../../../language/model/graph';
import type { LayerDefinition } from '../../../language/layers/definition';
import { ExportProblem } from '../exportProblem';
import type { ExportTarget } from '../exportTarget';
import { encodeHdf5 } from './hdf5File';
import { kerasLayerOrder } from './kerasLayerOrder';

/** What `load_weights` of Keras 3 reads into the model of the script that `--to keras` writes. */
export const kerasWeightsTarget: ExportTarget = {
  name: 'h5',
  title: 'Weights for load_weights of Keras 3',
  extension: '.weights.h5',
  weights: 'needed',
  write: async ({ model, weights }) => [
    { suffix: '.weights.h5', content: encodeHdf5(weightsByClass(model.graph, weights ?? new Map<string, Tensor>())) },
  ],
};

/**
 * `layers/conv2d_1/vars/0`: Keras goes by the classes of the layers, numbered in its own order of them, and by the
 * places of their weights, never by names (keras/src/saving/saving_lib.py).
 */
function weightsByClass(graph: ModelGraph, weights: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const definitions = new Map<LayerInstance, LayerDefinition>(graph.nodes.map(({ owner, layer }) => [owner, layer]));
  const counts = new Map<string, number>();
  const found = new Map<string, Tensor>();
  for (const owner of kerasLayerOrder(graph)) {
    const definition = definitions.get(owner);
    if (definition === undefined) continue;
    const base = toSnakeCase(kerasClass(definition));
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    owner.weights.forEach(({ name }, index) => {
      const tensor = weights.get(`${owner.path}/${name}`);
      if (tensor === undefined) throw new ExportProblem('h5', undefined, `there is no weight ${owner.path}/${name}`);
      found.set(`layers/${count === 0 ? base : `${base}_${count}`}/vars/${index}`, tensor);
    });
  }
  return found;
}
