import type { ArgumentValue, FunctionValue } from '../../../language/layers/definition';
import type { GraphNode, ModelGraph } from '../../../language/model/graph';
import { callbacks } from '../../../language/model/train/callbacks';
import { findFunction, type FunctionDefinition } from '../../../language/model/train/functionDefinition';
import { losses } from '../../../language/model/train/losses';
import { metrics } from '../../../language/model/train/metrics';
import { optimizers } from '../../../language/model/train/optimizers';
import type { OutputSettings, TrainSettings } from '../../../language/model/trainSettings';
import { className, kerasArgument, kerasCall } from './kerasCall';
import { pythonText } from './pythonText';

/** `model.py`: the model as Keras 3 writes it, and how it is compiled. Throws a TypeError for a layer that Keras has not. */
export function modelSource(graph: ModelGraph, settings: TrainSettings): string {
  return `"""The model ${graph.name}. Written by Shapewright."""

import keras
from keras import layers


def build_model():
    """The model, its weights as Keras draws them: weights.py loads those that the training starts from."""
${buildLines(graph, settings)
  .map((line) => `    ${line}\n`)
  .join('')}

def compile_model(model):
    """Gives the model its optimizer, losses and metrics; returns the callbacks of its training."""
    model.compile(
        optimizer=${kerasCall('optimizers', definitionOf(optimizers, settings.optimizer), settings.optimizer)},
        loss=${byOutput(settings, lossText)},${lossWeights(settings)}
        metrics=${byOutput(settings, metricsText)},
    )
    return keras.callbacks.CallbackList([${callbackTexts(settings).join(', ')}], model=model)
`;
}

/** Python's name of each node. */
function namesOf(graph: ModelGraph): ReadonlyMap<GraphNode, string> {
  const used = new Set(['keras', 'layers', 'model']);
  return new Map(
    graph.nodes.map((node) => {
      const base = node.name.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
      let name = base;
      for (let number = 1; used.has(name); number += 1) name = `${base}_${number}`;
      used.add(name);
      return [node, name] as const;
    }),
  );
}

function buildLines(graph: ModelGraph, settings: TrainSettings): readonly string[] {
  const names = namesOf(graph);
  const name = (node: GraphNode): string => names.get(node) ?? node.name;
  const firstUse = new Map<unknown, string>();
  const lines = graph.nodes.map((node) => {
    if (node.inputs.length === 0)
      return `${name(node)} = keras.Input(${pythonText([...(node.output ?? [])])}, name=${JSON.stringify(node.name)})`;
    const inputs = node.inputs.map(name);
    const call = `(${inputs.length === 1 ? (inputs[0] ?? '') : `[${inputs.join(', ')}]`})`;
    const reduced = reduction(node, inputs[0] ?? '');
    if (reduced !== undefined) return `${name(node)} = ${reduced}`;
    const shared = firstUse.get(node.owner);
    if (shared !== undefined) return `${name(node)} = ${shared}${call}`;
    if (!graph.nodes.some((other) => other !== node && other.owner === node.owner))
      return `${name(node)} = ${layerText(node, settings)}${call}`;
    const layer = `${name(node)}_layer`;
    firstUse.set(node.owner, layer);
    return `${layer} = ${layerText(node, settings)}\n    ${name(node)} = ${layer}${call}`;
  });
  const inputs = graph.inputs.map(name);
  const outputs = graph.outputs.map((output) => `${JSON.stringify(output.name)}: ${name(output.node)}`);
  const [only] = graph.outputs;
  return [
    ...lines,
    `return keras.Model(${inputs.length === 1 ? (inputs[0] ?? '') : `[${inputs.join(', ')}]`}, ${
      only !== undefined && outputs.length === 1 ? name(only.node) : `{${outputs.join(', ')}}`
    }, name=${JSON.stringify(graph.name)})`,
  ];
}

/** Keras has reductions as operations, not as layers. */
function reduction({ layer, args }: GraphNode, input: string): string | undefined {
  const operation = /^Reduce(Mean|Sum|Max|Min|Prod)$/.exec(layer.name)?.[1]?.toLowerCase();
  if (operation === undefined) return undefined;
  const axis = args['axis'] ?? null;
  const all = axis === null ? `tuple(range(1, len(${input}.shape)))` : pythonText(axis);
  return `keras.ops.${operation}(${input}, axis=${all}, keepdims=${pythonText(args['keepdims'] ?? false)})`;
}

function layerText(node: GraphNode, settings: TrainSettings): string {
  const { layer, args, owner } = node;
  if (layer.name.startsWith('L2Pool')) throw new TypeError(`${layer.name} is no layer of Keras`);
  const fixed = isKernel(args['kernel']);
  const given = layer.parameters.flatMap((parameter): readonly string[] => {
    if (parameter.type.kind === 'kernel' || parameter.type.kind === 'initializer') return [];
    if (parameter.name === 'name' || parameter.name === 'trainable' || (fixed && parameter.name === 'use_bias'))
      return [];
    const value = fixed ? (kernelArgument(node, parameter.name) ?? args[parameter.name]) : args[parameter.name];
    const text = isLinear(value) ? undefined : kerasArgument(parameter, value);
    return text === undefined ? [] : [text];
  });
  const frozen = !owner.trainable || settings.frozen.includes(owner.path);
  const rest = [
    ...(fixed ? ['use_bias=False'] : []),
    ...(frozen ? ['trainable=False'] : []),
    `name=${JSON.stringify(owner.name)}`,
  ];
  return `layers.${layer.name}(${[...given, ...rest].join(', ')})`;
}

/** `filters` and `kernel_size` of fixed weights: those of their shape. */
function kernelArgument({ owner }: GraphNode, name: string): ArgumentValue | undefined {
  const shape = owner.weights.find((weight) => weight.name === 'kernel')?.shape.map(Number);
  if (name === 'filters') return shape?.at(-1);
  return name === 'kernel_size' ? shape?.slice(0, -2) : undefined;
}

function byOutput(settings: TrainSettings, text: (output: OutputSettings) => string): string {
  const [only] = settings.outputs;
  if (only !== undefined && settings.outputs.length === 1) return text(only);
  return `{${settings.outputs.map((output) => `${JSON.stringify(output.output)}: ${text(output)}`).join(', ')}}`;
}

function lossText({ loss }: OutputSettings): string {
  return kerasCall('losses', definitionOf(losses, loss), loss);
}

function lossWeights({ outputs }: TrainSettings): string {
  if (outputs.every(({ lossWeight }) => lossWeight === 1)) return '';
  if (outputs.length === 1) return `\n        loss_weights=[${outputs[0]?.lossWeight ?? 1}],`;
  return `\n        loss_weights={${outputs.map(({ output, lossWeight }) => `${JSON.stringify(output)}: ${lossWeight}`).join(', ')}},`;
}

/** By name where a metric has no arguments of its own, so that it is logged under that name. */
function metricsText({ metrics: wanted }: OutputSettings): string {
  const texts = wanted.map((metric) => {
    const definition = definitionOf(metrics, metric);
    const plain = definition.parameters.every(
      (parameter) => kerasArgument(parameter, metric.args[parameter.name]) === undefined,
    );
    return plain ? JSON.stringify(metric.name) : kerasCall('metrics', definition, metric);
  });
  return `[${texts.join(', ')}]`;
}

/** TerminateOnNaN is always on: train.py ends by itself at a loss that is no number. */
function callbackTexts(settings: TrainSettings): readonly string[] {
  return settings.callbacks
    .filter(({ name }) => name !== 'TerminateOnNaN')
    .map((callback) => {
      const definition = definitionOf(callbacks, callback);
      if (definition.name !== 'LearningRateScheduler') return kerasCall('callbacks', definition, callback);
      const [schedule] = definition.parameters;
      const text = schedule && kerasArgument(schedule, callback.args['schedule']);
      return `keras.callbacks.${className(definition)}(lambda epoch: float((${text?.slice('schedule='.length) ?? 'None'})(epoch)))`;
    });
}

function definitionOf(definitions: readonly FunctionDefinition[], value: FunctionValue): FunctionDefinition {
  const found = findFunction(definitions, value.name);
  if (found === undefined) throw new TypeError(`there is no ${value.name}`);
  return found;
}

function isKernel(value: ArgumentValue | undefined): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'kernel';
}

function isLinear(value: ArgumentValue | undefined): boolean {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'linear';
}
