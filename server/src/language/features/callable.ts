import { describeType, describeValue } from '../layers/checkArgument';
import type { ArgumentValue, LayerDefinition, ParameterType } from '../layers/definition';
import { activations } from '../layers/functions/activations';
import { constraints } from '../layers/functions/constraints';
import { initializers } from '../layers/functions/initializers';
import { regularizers } from '../layers/functions/regularizers';
import { layerRegistry } from '../layers/registry';
import { findSource } from '../data/sources';
import type { SourceParameter } from '../data/sourceDefinition';
import { findStep } from '../data/steps';
import type { DocumentAnalysis } from '../model/graph';
import { callbacks } from '../model/train/callbacks';
import { findFunction } from '../model/train/functionDefinition';
import { losses } from '../model/train/losses';
import { metrics } from '../model/train/metrics';
import { optimizers } from '../model/train/optimizers';
import { schedules } from '../model/train/schedules';
import type { BlockDeclaration, Call, SourceExpression, SyntaxNode } from '../syntax/tree';
import { containerOf, namesOf } from './target';

/** Anything with arguments, as signature help, hover and completion show it. */
export interface Callable {
  readonly kind: 'layer' | 'block' | 'function' | 'source';
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly CallableParameter[];
  readonly definition: LayerDefinition | undefined;
}

export interface CallableParameter {
  readonly name: string;
  readonly summary: string;
  readonly type: ParameterType | { readonly kind: 'rate' } | undefined;
  /** As it is written; undefined where the argument is required. */
  readonly default: string | undefined;
  readonly isKeywordOnly: boolean;
}

/** What tensors can be asked for in assertions, guards and arguments. */
const measures: readonly Callable[] = [
  measure('shape', 'x', 'The sizes of a tensor, to compare with a shape.'),
  measure('channels', 'x', 'The last size of a tensor.'),
  measure('receptive_field', 'x', 'How much of the input one unit of a tensor sees, by axis.'),
  measure('memory', 'batch', 'Bytes that the activations of a batch take.', '1'),
];

const trainFunctions = [optimizers, losses, metrics, schedules, callbacks];
const catalogues = [activations, initializers, regularizers, constraints];

/** What a call means where it stands: a shared layer, a block, a layer, a function, a data source. */
export function callableOf(
  analysis: DocumentAnalysis,
  path: readonly SyntaxNode[],
  call: Call | SourceExpression,
): Callable | undefined {
  if (call.kind === 'Source') return sourceCallable(call.path.map(({ text }) => text).join('.'));
  const name = call.callee.text;
  if (name === '') return undefined;
  if (path.some((node) => node.kind === 'Train')) return trainFunction(name);
  const container = containerOf(path);
  const shared = container === undefined ? undefined : namesOf(container).get(name);
  if (shared?.kind === 'Layer' && shared.call !== call) return callableOf(analysis, path, shared.call);
  const block = analysis.scope.blocks.get(name);
  if (block !== undefined && !path.some((node) => node.kind === 'Data'))
    return blockCallable(block.node, block.file.text);
  const isValue =
    path.some((node) => node.kind === 'Argument') &&
    path.indexOf(call) > path.findLastIndex((node) => node.kind === 'Argument');
  const layer = path.some((node) => node.kind === 'Data') ? findStep(name) : layerRegistry.get(name);
  const value = libraryFunction(name);
  if (isValue && value !== undefined) return value;
  return layer === undefined ? value : layerCallable(layer);
}

export function layerCallable(definition: LayerDefinition): Callable {
  return {
    kind: 'layer',
    name: definition.name,
    summary: definition.summary,
    definition,
    parameters: definition.parameters.map((parameter) => ({
      name: parameter.name,
      summary: parameter.summary,
      type: parameter.type,
      default: defaultText(parameter.default),
      isKeywordOnly: parameter.keywordOnly === true,
    })),
  };
}

export function blockCallable(block: BlockDeclaration, text: string): Callable {
  return {
    kind: 'block',
    name: block.name.text,
    summary: 'A block.',
    definition: undefined,
    parameters: block.parameters.map((parameter) => ({
      name: parameter.name.text,
      summary: `A parameter of ${block.name.text}.`,
      type: undefined,
      default: parameter.value === undefined ? undefined : text.slice(parameter.value.start, parameter.value.end),
      isKeywordOnly: false,
    })),
  };
}

export function sourceCallable(name: string): Callable | undefined {
  const source = findSource(name);
  if (source === undefined) return undefined;
  return {
    kind: 'source',
    name,
    summary: source.summary,
    definition: undefined,
    parameters: source.parameters.map((parameter) => ({
      name: parameter.name,
      summary: parameter.summary,
      type: sourceType(parameter),
      default: defaultText(parameter.default),
      isKeywordOnly: parameter.keywordOnly === true,
    })),
  };
}

/** The parameter that an argument stands for. */
export function parameterOf(
  callable: Callable,
  name: string | undefined,
  position: number,
): CallableParameter | undefined {
  if (name !== undefined) return callable.parameters.find((parameter) => parameter.name === name);
  return callable.parameters.filter((parameter) => !parameter.isKeywordOnly)[position];
}

/** `kernel_size=3`, or `filters` where it is required. */
export function parameterText(parameter: CallableParameter): string {
  return parameter.default === undefined ? parameter.name : `${parameter.name}=${parameter.default}`;
}

/** `whole number ≥ 1`, and the default. */
export function typeText(parameter: CallableParameter): string {
  const type =
    parameter.type === undefined
      ? ''
      : parameter.type.kind === 'rate'
        ? 'a number or a schedule'
        : describeType(parameter.type);
  const initial =
    parameter.default === undefined
      ? parameter.type === undefined
        ? ''
        : 'required'
      : `default \`${parameter.default}\``;
  return [type, initial].filter((part) => part !== '').join(', ');
}

export function libraryFunction(name: string): Callable | undefined {
  for (const catalogue of catalogues) {
    const found = catalogue.get(name);
    if (found !== undefined) return functionCallable(found);
  }
  return measures.find((candidate) => candidate.name === name);
}

export function trainFunction(name: string): Callable | undefined {
  for (const definitions of trainFunctions) {
    const found = findFunction(definitions, name);
    if (found !== undefined) return functionCallable(found);
  }
  return undefined;
}

export function measureNames(): readonly Callable[] {
  return measures;
}

export function defaultText(value: ArgumentValue | undefined): string | undefined {
  return value === undefined ? undefined : describeValue(value);
}

/** The types of sources in the words of layers, where there is one. */
function sourceType(parameter: SourceParameter): ParameterType | undefined {
  if (parameter.values !== undefined) return { kind: 'choice', values: parameter.values };
  switch (parameter.type) {
    case 'integer':
      return { kind: 'integer', ...(parameter.min === undefined ? {} : { min: parameter.min }) };
    case 'number':
      return { kind: 'float', ...(parameter.min === undefined ? {} : { min: parameter.min }) };
    case 'boolean':
      return { kind: 'boolean' };
    case 'text':
      return { kind: 'text' };
    case 'texts':
    case 'any':
      return undefined;
  }
}

interface AnyFunction {
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly summary: string;
    readonly type: ParameterType | { readonly kind: 'rate' };
    readonly default?: ArgumentValue;
  }[];
}

function functionCallable(definition: AnyFunction): Callable {
  return {
    kind: 'function',
    name: definition.name,
    summary: definition.summary,
    definition: undefined,
    parameters: definition.parameters.map((parameter) => ({
      name: parameter.name,
      summary: parameter.summary,
      type: parameter.type,
      default: defaultText(parameter.default),
      isKeywordOnly: false,
    })),
  };
}

function measure(name: string, parameter: string, summary: string, value?: string): Callable {
  const parameters = [
    {
      name: parameter,
      summary: value === undefined ? 'A tensor.' : 'Examples in a batch.',
      type: undefined,
      default: value,
      isKeywordOnly: false,
    },
  ];
  return { kind: 'function', name, summary, parameters, definition: undefined };
}
