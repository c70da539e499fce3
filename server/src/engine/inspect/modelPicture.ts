import { elementCount } from '../../language/model/shape';
import { functionOf } from '../../language/layers/readers';
import type { GraphNode } from '../../language/model/graph';
import type { InspectLayer, LayerField, LayerWindow, ModelAnswer } from '../../protocol/inspectMessages';
import type { UnderstoodModel } from './understandModel';

/** The layers of a model as the panel lists them. */
export function modelPicture({ graph, dataset, problem, remark }: UnderstoodModel): ModelAnswer {
  return {
    kind: 'model',
    layers: graph.nodes.map(layerPicture),
    examples: dataset === undefined ? undefined : { train: dataset.train.length, test: dataset.test?.length ?? 0 },
    problem,
    remark,
  };
}

/** How a unit is made of a window; undefined for layers whose units are no function of one window, and before sizes are known. */
export function layerWindow(node: GraphNode): LayerWindow | undefined {
  const operation = node.layer.windowOperation;
  const steps = node.layer.receptiveField?.(
    node.inputs.map(({ output }) => output ?? []),
    node.args,
  );
  if (operation === undefined || steps === undefined || steps === 'whole') return undefined;
  const before = steps.flatMap((step) => step.before ?? []);
  if (steps.length === 0 || before.length < steps.length) return undefined;
  return {
    operation,
    size: steps.map(({ size }) => size),
    stride: steps.map(({ stride }) => stride),
    dilation: steps.map(({ dilation }) => dilation),
    before,
  };
}

/** The activation's name, where the layer has one that changes its values. */
export function activationOf(node: GraphNode): string | undefined {
  const name = functionOf(node.args, 'activation')?.name;
  return name === 'linear' ? undefined : name;
}

function layerPicture(node: GraphNode): InspectLayer {
  const [place] = node.origin;
  const kernel = node.owner.weights.find(({ name }) => name === 'kernel')?.shape;
  return {
    path: node.path,
    name: node.tensor !== undefined && node.layer.kerasName === 'input_layer' ? node.tensor : node.name,
    type: node.layer.name,
    shape: (node.output ?? []).map((size) => size ?? 0),
    params: node.owner.params.params ?? 0,
    inputs: node.inputs.map(({ path }) => path),
    field: knownField(node),
    window: layerWindow(node),
    kernel: kernel === undefined || elementCount(kernel) === null ? undefined : kernel.map((size) => size ?? 0),
    activation: activationOf(node),
    span: place === undefined || place.uri !== undefined ? undefined : { start: place.span.start, end: place.span.end },
  };
}

function knownField({ receptiveField: field }: GraphNode): LayerField | 'whole' | undefined {
  if (field === undefined || field === 'whole') return field;
  const offset = field.offset.flatMap((start) => start ?? []);
  return offset.length < field.offset.length ? undefined : { size: field.size, stride: field.stride, offset };
}
