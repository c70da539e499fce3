import { normalizeArguments, type GivenArgument, type NormalizedArguments } from '../layers/arguments';
import type { LayerDefinition } from '../layers/definition';
import { argumentProblem } from '../diagnostics/argumentProblem';
import { unknownName } from '../diagnostics/unknownName';
import type { Argument, Call, DefaultsDeclaration } from '../syntax/tree';
import { internArguments } from './internArguments';
import { evaluate, evaluateArguments, type Environment } from './evaluate';
import type { FileScope } from './fileScope';
import {
  asKernel,
  asTensor,
  asWord,
  isList,
  settle,
  type EvaluatedArgument,
  type TensorValue,
  type Value,
} from './value';

/** A layer call with its arguments bound and checked; the tensors among them apart. */
export interface LayerCall extends NormalizedArguments {
  readonly tensors: readonly TensorValue[];
}

/**
 * Evaluates and checks the arguments of a layer call; file defaults that stand before it fill the gaps.
 */
export function evaluateLayerCall(call: Call, layer: LayerDefinition, env: Environment, scope: FileScope): LayerCall {
  const given: GivenArgument[] = [];
  const nodes: Argument[] = [];
  const tensors: TensorValue[] = [];
  const takesTensors = layer.inputs.max > 1;
  for (const argument of evaluateArguments(call, env)) {
    if (argument.name === undefined && takeTensors(argument, takesTensors, tensors, layer, env)) continue;
    given.push({ name: argument.name, value: argumentValue(layer, argument, given) });
    nodes.push(argument.node);
  }
  const normalized = internArguments(layer, given, defaultsFor(layer, scope, call.start));
  for (const problem of normalized.problems) env.report(argumentProblem(call, layer, problem, nodes));
  return { ...normalized, tensors };
}

/** The arguments of the `defaults` declarations for a layer that stand before a place of the file. */
export function defaultsFor(layer: LayerDefinition, scope: FileScope, offset: number): readonly GivenArgument[] {
  const declarations = scope.defaults.get(layer.name);
  if (declarations === undefined) return [];
  let count = 0;
  while (count < declarations.length && (declarations[count]?.start ?? Infinity) < offset) count += 1;
  return mergedDefaults(declarations, count, layer, scope);
}

/** Evaluates the map of one `defaults` declaration. */
export function evaluateDefaults(
  declaration: DefaultsDeclaration,
  layer: LayerDefinition,
  env: Environment,
): readonly GivenArgument[] {
  return declaration.map.entries.flatMap((entry) => {
    const name = entry.key.kind === 'Name' ? entry.key.text : entry.key.kind === 'Text' ? entry.key.value : undefined;
    if (name === undefined) return [];
    const parameter = layer.parameters.find((candidate) => candidate.name === name);
    const value = evaluate(entry.value, env);
    return [{ name, value: parameter?.type.kind === 'kernel' ? (asKernel(value) ?? settle(value)) : settle(value) }];
  });
}

/** An environment in which only words, numbers and the kernels of a file mean something. */
export function fileEnvironment(scope: FileScope, report: Environment['report']): Environment {
  return {
    parameter: () => undefined,
    kernel: (name) => scope.kernel(name),
    tensors: undefined,
    dependsOnContext: () => undefined,
    report,
  };
}

const merged = new WeakMap<readonly DefaultsDeclaration[], Map<number, readonly GivenArgument[]>>();

function mergedDefaults(
  declarations: readonly DefaultsDeclaration[],
  count: number,
  layer: LayerDefinition,
  scope: FileScope,
): readonly GivenArgument[] {
  const known = merged.get(declarations) ?? new Map<number, readonly GivenArgument[]>();
  merged.set(declarations, known);
  const present = known.get(count);
  if (present !== undefined) return present;
  const env = fileEnvironment(scope, () => undefined);
  const byName = new Map<string, GivenArgument>();
  for (const declaration of declarations.slice(0, count)) {
    for (const given of evaluateDefaults(declaration, layer, env)) {
      const isKnown = layer.parameters.some((parameter) => parameter.name === given.name);
      if (given.name !== undefined && isKnown) byName.set(given.name, given);
    }
  }
  // A default that is wrong is told at its declaration, not again at every use.
  const list = [...byName.values()];
  const broken = new Set(normalizeArguments(layer, [], list).problems.map((problem) => problem.argument));
  const result = list.map((given) => (broken.has(given.name) ? { ...given, value: undefined } : given));
  known.set(count, result);
  return result;
}

/** Takes a positional argument as one or several tensors, where it is that. */
function takeTensors(
  argument: EvaluatedArgument,
  allowed: boolean,
  tensors: TensorValue[],
  layer: LayerDefinition,
  env: Environment,
): boolean {
  const found = tensorsOf(argument.value);
  if (found !== undefined && allowed) {
    tensors.push(...found);
    return true;
  }
  if (!allowed || env.tensors === undefined) return false;
  const word = asWord(argument.value);
  if (word === undefined) return false;
  const hasWordParameter = layer.parameters.some(
    (parameter) => parameter.keywordOnly !== true && parameter.type.kind === 'choice',
  );
  if (hasWordParameter) return false;
  env.report(unknownName('tensor', word, argument.node.value, env.tensors.names()));
  tensors.push(env.tensors.unknown(argument.node.value));
  return true;
}

function tensorsOf(value: Value): readonly TensorValue[] | undefined {
  const tensor = asTensor(value);
  if (tensor !== undefined) return [tensor];
  if (!isList(value) || value.length === 0) return undefined;
  const tensors = value.map(asTensor);
  return tensors.every((item) => item !== undefined) ? tensors : undefined;
}

function argumentValue(layer: LayerDefinition, argument: EvaluatedArgument, before: readonly GivenArgument[]) {
  const place = before.filter((given) => given.name === undefined).length;
  const positional = layer.parameters.filter((parameter) => parameter.keywordOnly !== true);
  const parameter =
    argument.name === undefined ? positional[place] : layer.parameters.find(({ name }) => name === argument.name);
  if (parameter?.type.kind === 'kernel') return asKernel(argument.value) ?? settle(argument.value);
  return settle(argument.value);
}
