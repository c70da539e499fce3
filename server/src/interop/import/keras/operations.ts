/** Functions applied to tensors (`keras.ops.add`, `x * 2`, TensorFlow's own) as layers of the language. */
import type { ArgumentValue, LayerDefinition } from '../../../language/layers/definition';
import { layerRegistry } from '../../../language/layers/registry';
import { isList } from '../source/readJson';
import type { KerasLayer } from './kerasModel';
import { argumentsOf, argumentValue } from './argumentsOf';
import { layerOfActivation } from './layerNames';

export interface LayerUse {
  readonly layer: LayerDefinition;
  readonly args: ReadonlyMap<string, ArgumentValue>;
}

/** The operands beside the tensors, in order, and the options by name. */
export interface OperationCall {
  readonly tensors: number;
  /** By place among all operands; undefined where a tensor stands. */
  readonly constants: readonly unknown[];
  readonly options: { readonly [key: string]: unknown };
}

const merging: ReadonlyMap<string, string> = new Map([
  ['add', 'Add'],
  ['subtract', 'Subtract'],
  ['sub', 'Subtract'],
  ['multiply', 'Multiply'],
  ['mul', 'Multiply'],
  ['maximum', 'Maximum'],
  ['minimum', 'Minimum'],
  ['concatenate', 'Concatenate'],
  ['concat', 'Concatenate'],
]);

const reductions: ReadonlyMap<string, string> = new Map([
  ['mean', 'ReduceMean'],
  ['reduce_mean', 'ReduceMean'],
  ['sum', 'ReduceSum'],
  ['reduce_sum', 'ReduceSum'],
  ['max', 'ReduceMax'],
  ['reduce_max', 'ReduceMax'],
  ['min', 'ReduceMin'],
  ['reduce_min', 'ReduceMin'],
  ['prod', 'ReduceProd'],
  ['reduce_prod', 'ReduceProd'],
]);

/** The function that a layer of an operation applies, in small letters; undefined where it is a layer proper. */
export function operationName(layer: KerasLayer): string | undefined {
  const { className, module, config } = layer;
  if (className === 'TFOpLambda' || className === 'SlicingOpLambda') return lastPart(config['function']);
  if (className === 'TensorFlowOpLayer') return undefined;
  if (/(^|\.)ops(\.|$)/.test(module) || className.startsWith('keras.ops')) return lastPart(className);
  return undefined;
}

/** What the operation is in the language; undefined where it is nothing. */
export function operationUse(name: string, call: OperationCall, layer: KerasLayer): LayerUse | undefined {
  const settings = { ...layer.config, ...call.options };
  if (call.tensors > 1) return mergingUse(name, call, settings);
  const [first, second] = call.constants;
  const [left, right] = [numberOf(first), numberOf(second)];
  const factor = rescaling(name, left, right);
  if (factor !== undefined) return use('Rescaling', factor, layer);
  const reduction = reductions.get(name);
  if (reduction !== undefined)
    return use(
      reduction,
      { axis: settings['axis'] ?? second ?? null, keepdims: settings['keepdims'] ?? settings['keep_dims'] ?? false },
      layer,
    );
  if (name === 'reshape') return reshapeUse(settings['newshape'] ?? settings['shape'] ?? second, layer);
  if (name === 'identity' || name === 'stop_gradient') return use('Identity', {}, layer);
  const activation = layerOfActivation(name === 'hard_swish' ? 'hard_silu' : name);
  return activation && use(activation.name, {}, layer);
}

function mergingUse(
  name: string,
  call: OperationCall,
  settings: { readonly [key: string]: unknown },
): LayerUse | undefined {
  const merged = merging.get(name);
  const layer = merged === undefined ? undefined : layerRegistry.get(merged);
  if (layer === undefined || call.constants.some((value) => numberOf(value) !== undefined)) return undefined;
  const axis = merged === 'Concatenate' ? { axis: settings['axis'] ?? -1 } : {};
  const { args, problems } = argumentsOf(layer, axis, undefined);
  return problems.length === 0 ? { layer, args } : undefined;
}

/** x + 2, 2 − x, x / 255 and their like as `Rescaling`. */
function rescaling(
  name: string,
  left: number | undefined,
  right: number | undefined,
): { readonly scale: number; readonly offset: number } | undefined {
  const number = left ?? right;
  if (name === 'negative' || name === 'neg') return { scale: -1, offset: 0 };
  if (number === undefined) return undefined;
  switch (name) {
    case 'add':
      return { scale: 1, offset: number };
    case 'subtract':
    case 'sub':
      return left === undefined ? { scale: 1, offset: -number } : { scale: -1, offset: number };
    case 'multiply':
    case 'mul':
      return { scale: number, offset: 0 };
    case 'truedivide':
    case 'true_divide':
    case 'truediv':
    case 'divide':
      return left === undefined && number !== 0 ? { scale: 1 / number, offset: 0 } : undefined;
    default:
      return undefined;
  }
}

function reshapeUse(shape: unknown, layer: KerasLayer): LayerUse | undefined {
  const sizes = argumentValue(shape);
  // The first size is the batch.
  return isList(sizes) ? use('Reshape', { target_shape: sizes.slice(1) }, layer) : undefined;
}

function use(name: string, config: { readonly [key: string]: unknown }, { rank }: KerasLayer): LayerUse | undefined {
  const layer = layerRegistry.get(name);
  if (layer === undefined) return undefined;
  const { args, problems } = argumentsOf(layer, config, rank);
  return problems.length === 0 ? { layer, args } : undefined;
}

function lastPart(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value
    .slice(Math.max(value.lastIndexOf('.'), value.lastIndexOf('>')) + 1)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/^true_divide$/, 'truedivide');
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
