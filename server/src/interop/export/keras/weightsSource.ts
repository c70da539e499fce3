import type { ModelGraph } from '../../../language/model/graph';
import type { PythonScript } from '../python/pythonScript';
import { pythonLiteral } from '../python/pythonText';
import { kerasLayerName } from './layerName';

/**
 * `load_weights(model, file)`: weights as `shapewright export --to safetensors` or a run's checkpoint has them. They
 * are called by path and weight; Keras's layers are called by the path, those with a `name=` of their own by that.
 */
export function kerasWeightsSource(graph: ModelGraph, script: PythonScript): string {
  script.import('from safetensors.numpy import load_file');
  const owners = [...new Set(graph.nodes.map(({ owner, args }) => ({ owner, given: args['name'] })))];
  const named = new Map(
    owners.flatMap(({ owner, given }) =>
      typeof given === 'string' && given !== '' ? [[given, kerasLayerName(owner.path)] as const] : [],
    ),
  );
  const table = [...named].map(([given, path]) => `    ${pythonLiteral(given)}: ${pythonLiteral(path)},`);
  const lookUp = named.size === 0 ? 'layer.name' : 'NAMED_LAYERS.get(layer.name, layer.name)';
  return [
    ...(named.size === 0
      ? []
      : ['# Layers that have a name of their own, with their paths.', 'NAMED_LAYERS = {', ...table, '}', '', '']),
    'def load_weights(model, file):',
    '    """Sets the weights of a model from a safetensors file that Shapewright has written."""',
    '    tensors = load_file(file)',
    '    for layer in model.layers:',
    `        path = ${lookUp}.replace(".", "/")`,
    '        for weight in layer.weights:',
    '            # Normalization counts what it has seen; a file from elsewhere knows nothing of that.',
    '            if f"{path}/{weight.name}" in tensors or weight.name != "count":',
    '                weight.assign(tensors[f"{path}/{weight.name}"])',
    '        if hasattr(layer, "finalize_state"):',
    '            layer.finalize_state()',
  ].join('\n');
}
