import { firstLine } from '../diagnostics/firstLine';
import { checkArgument, describeValue } from './checkArgument';
import { didYouMean } from '../diagnostics/didYouMean';
import { otherLayer, otherName, saysInput } from '../diagnostics/otherNames';
import type {
  ArgumentValue,
  LayerArguments,
  LayerDefinition,
  LayerFix,
  LayerProblem,
  ParameterDefinition,
} from './definition';

/** One argument of a call, evaluated; `value` is undefined where it stands on an error elsewhere. */
export interface GivenArgument {
  readonly name: string | undefined;
  readonly value: ArgumentValue | undefined;
}

export interface ArgumentProblem extends LayerProblem {
  /** The place of the argument in the list that was given; undefined for one that is missing or a default. */
  readonly index: number | undefined;
}

export interface NormalizedArguments {
  /** Every parameter of the layer; one with a problem is unknown. */
  readonly args: LayerArguments;
  readonly problems: readonly ArgumentProblem[];
  /** By place in the list that was given: the parameter that takes it. */
  readonly parameters: readonly (ParameterDefinition | undefined)[];
}

/**
 * Binds the arguments of a call to a layer's parameters, checks and normalizes each and fills in defaults.
 * `defaults` are those of a `defaults` declaration: an argument of the call wins over them. A problem is
 * told once an argument; its value is then unknown, so that nothing is concluded from it.
 */
export function normalizeArguments(
  definition: LayerDefinition,
  given: readonly GivenArgument[],
  defaults: readonly GivenArgument[] = [],
): NormalizedArguments {
  const problems: ArgumentProblem[] = [];
  const bound = new Map<string, Bound>();
  const parameters = given.map((argument, index) => {
    const found = bind(definition, given, index);
    if ('message' in found) {
      problems.push({ ...found, index });
      return undefined;
    }
    if (bound.has(found.name)) {
      // Behind a named argument a place says nothing: most likely it was meant for what is still missing.
      const meant = argument.name === undefined ? firstMissing(definition, given) : undefined;
      problems.push({
        code: 'argument',
        message: `${definition.name} gets ${found.name} twice`,
        argument: found.name,
        index,
        fixes: meant === undefined ? [] : [{ kind: 'name', to: meant }],
      });
      return found;
    }
    bound.set(found.name, { value: argument.value, index });
    return found;
  });
  const replaced = definition.parameters
    .filter(({ unless }) => unless !== undefined && bound.has(unless))
    .map(({ name }) => name);
  for (const { name, value } of defaults) {
    if (name !== undefined && !bound.has(name) && !replaced.includes(name))
      bound.set(name, { value, index: undefined });
  }
  // A misspelt name most likely meant this parameter: it is not reported as missing besides.
  for (const { fixes } of problems)
    for (const fix of fixes)
      if ((fix.kind === 'rename' || fix.kind === 'name') && !bound.has(fix.to))
        bound.set(fix.to, { value: undefined, index: undefined });
  const args: { [name: string]: ArgumentValue | undefined } = {};
  for (const parameter of definition.parameters) {
    const argument = bound.get(parameter.name);
    const outcome =
      argument === undefined ? absent(definition, parameter, bound) : check(definition, parameter, argument);
    args[parameter.name] = outcome.value;
    if (outcome.problem !== undefined) problems.push(outcome.problem);
  }
  return { args, problems, parameters };
}

interface Bound {
  readonly value: ArgumentValue | undefined;
  readonly index: number | undefined;
}

interface Outcome {
  readonly value: ArgumentValue | undefined;
  readonly problem?: ArgumentProblem;
}

/** The parameter that takes the argument at `index`, or the problem of an argument that has none. */
function bind(
  definition: LayerDefinition,
  given: readonly GivenArgument[],
  index: number,
): ParameterDefinition | LayerProblem {
  const name = given[index]?.name;
  if (name !== undefined)
    return definition.parameters.find((parameter) => parameter.name === name) ?? unknownName(definition, name);
  const place = given.slice(0, index).filter((argument) => argument.name === undefined).length;
  const positional = definition.parameters.filter((parameter) => parameter.keywordOnly !== true);
  return positional[place] ?? tooMany(definition, positional.length);
}

/** The first required argument that none of these gives, neither by name nor by place. */
function firstMissing(definition: LayerDefinition, given: readonly GivenArgument[]): string | undefined {
  const names = new Set(given.map(({ name }) => name));
  const places = given.filter(({ name }) => name === undefined).length;
  const positional = definition.parameters.filter(({ keywordOnly }) => keywordOnly !== true);
  return positional.find(
    (parameter, place) => parameter.default === undefined && place >= places && !names.has(parameter.name),
  )?.name;
}

function unknownName(definition: LayerDefinition, name: string): LayerProblem {
  const known = definition.parameters.map((parameter) => parameter.name);
  const other = otherName(name, known);
  const near = other ?? didYouMean(name, known);
  const guess = other === undefined ? `; did you mean ${near ?? ''}?` : `; here it is ${other}`;
  const hint = saysInput(name) ? '; the input says it' : near === undefined ? '' : guess;
  const message = `${definition.name} has no argument ${describeValue(name)}${hint}`;
  const fixes: LayerFix[] = near === undefined || saysInput(name) ? [] : [{ kind: 'rename', argument: name, to: near }];
  return { code: 'argument', message, argument: name, fixes: [...fixes, { kind: 'remove', argument: name }] };
}

function tooMany(definition: LayerDefinition, count: number): LayerProblem {
  const most =
    count === 0 ? 'no arguments by position' : `at most ${count} argument${count === 1 ? '' : 's'} by position`;
  // PyTorch's Linear(10) has weights, Keras's linear activation has no argument.
  const other = count === 0 ? otherLayer(definition.name) : undefined;
  return {
    code: 'argument',
    message: `${definition.name} takes ${most}`,
    fixes: other === undefined ? [] : [{ kind: 'replace-layer', layer: other }],
  };
}

function absent(
  definition: LayerDefinition,
  parameter: ParameterDefinition,
  bound: ReadonlyMap<string, Bound>,
): Outcome {
  if (parameter.default !== undefined) {
    const checked = checkArgument(parameter, parameter.default);
    return { value: checked.ok ? checked.value : parameter.default };
  }
  const stand = parameter.unless === undefined ? undefined : bound.get(parameter.unless);
  if (stand !== undefined && stand.value !== null) return { value: stand.value === undefined ? undefined : null };
  const message = `${definition.name} needs ${parameter.name}: ${parameter.summary.replace(/\.$/, '').replace(/^The /, 'the ')}`;
  const value = usualValue(parameter);
  const fixes: LayerFix[] = value === undefined ? [] : [{ kind: 'set', argument: parameter.name, value }];
  return {
    value: undefined,
    problem: {
      code: 'argument',
      message: message.length > 80 ? `${definition.name} needs ${parameter.name}` : message,
      argument: parameter.name,
      index: undefined,
      fixes,
    },
  };
}

/** A value to begin with for an argument that is missing; undefined where none is usual. */
function usualValue({ type }: ParameterDefinition): string | undefined {
  switch (type.kind) {
    case 'sizes':
      return '3';
    case 'integer':
      return '32';
    case 'float':
      return type.max === 1 ? '0.5' : undefined;
    default:
      return undefined;
  }
}

function check(definition: LayerDefinition, parameter: ParameterDefinition, { value, index }: Bound): Outcome {
  if (value === undefined) return { value: undefined };
  const checked = checkArgument(parameter, value);
  if (checked.ok) return { value: checked.value };
  const separator = checked.message.startsWith(':') ? '' : ' ';
  const message = `${definition.name}'s ${parameter.name}${separator}${checked.message}`;
  const fixes = (checked.suggestions ?? []).map((suggestion): LayerFix => ({
    kind: 'set',
    argument: parameter.name,
    value: suggestion,
  }));
  return {
    value: undefined,
    problem: { code: 'argument', message: firstLine(message), argument: parameter.name, index, fixes },
  };
}
