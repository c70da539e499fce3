import { excerpt, firstLine } from '../diagnostics/firstLine';
import { unknownName } from '../diagnostics/unknownName';
import { unknownSource } from '../diagnostics/unknownSource';
import { evaluateArguments } from '../model/evaluate';
import type { FileScope } from '../model/fileScope';
import { fileEnvironment } from '../model/layerArguments';
import type { Problem, Report } from '../model/problem';
import { settle, type EvaluatedArgument } from '../model/value';
import type { ArgumentValue } from '../layers/definition';
import type { DataDeclaration, Span } from '../syntax/tree';
import type { DataArgument, DataDescription, DataFailure, DataHost, DataRequest } from './description';
import type { SourceDefinition, SourceParameter } from './sourceDefinition';

/** What a source asks for, and what is known of it: by itself, or by the host's answer. */
export function evaluateSource(
  declaration: DataDeclaration,
  uri: string,
  scope: FileScope,
  host: DataHost,
  sources: readonly SourceDefinition[],
  report: Report,
): { readonly request: DataRequest | undefined; readonly description: DataDescription | undefined } {
  const none = { request: undefined, description: undefined };
  const { source } = declaration;
  const name = source.path.map((part) => part.text).join('.');
  if (name === '') return none;
  const definition = sources.find((candidate) => candidate.name === name);
  if (definition === undefined) {
    report(unknownSource(source, sources));
    return none;
  }
  const call = {
    kind: 'Call',
    callee: { kind: 'Name', text: name, start: source.start, end: source.end },
    args: source.args,
    start: source.start,
    end: source.end,
  } as const;
  const given = evaluateArguments(call, fileEnvironment(scope, report));
  const request = bind(definition, given, uri, source, report);
  if (request === undefined) return none;
  if (definition.describe !== undefined) return { request, description: definition.describe(request) };
  const answer = host.describe(request);
  if (answer.kind === 'known') return { request, description: answer.description };
  // The name is one of the language's: a host that cannot describe it yet leaves it unknown.
  if (answer.kind === 'problem' && answer.code !== 'data/source') report(dataProblem(answer, given, source));
  return { request, description: undefined };
}

/** What the host cannot read, told at the argument to blame, with its cause and the nearest name as the fix. */
function dataProblem(
  { code, message, cause, argument, suggestion }: DataFailure,
  given: readonly EvaluatedArgument[],
  source: Span,
): Problem {
  const positional = given.filter((item) => item.name === undefined);
  const blamed = typeof argument === 'number' ? positional[argument] : given.find((item) => item.name === argument);
  const value = blamed?.node.value;
  const span = value ?? source;
  const isOneName = value?.kind === 'Text' || value?.kind === 'Call';
  const fix =
    suggestion === undefined || !isOneName
      ? []
      : [{ title: `change to ${suggestion}`, edits: [{ span, newText: quoted(suggestion, value.kind === 'Text') }] }];
  return {
    code: code.includes('/') ? code : `nn/${code}`,
    span,
    message: firstLine(message),
    related: cause === undefined ? [] : [{ message: cause, location: { span } }],
    fixes: fix,
  };
}

/** A word stays bare where it was; a text has no escapes, so that the quotes are those it does not hold. */
function quoted(text: string, always: boolean): string {
  if (!always && /^[A-Za-z_]\w*$/.test(text)) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

function bind(
  definition: SourceDefinition,
  given: readonly EvaluatedArgument[],
  uri: string,
  source: Span,
  report: Report,
): DataRequest | undefined {
  const positional: DataArgument[] = [];
  const named: [string, DataArgument][] = [];
  const bound = new Set<SourceParameter>();
  let isValid = true;
  const refuse = (span: Span, message: string): void => {
    isValid = false;
    report({ code: 'nn/argument', span, message: firstLine(message) });
  };
  for (const { name, value, node } of given) {
    const last = definition.takesMore === true ? definition.parameters.at(-1) : undefined;
    const parameter =
      name === undefined
        ? (definition.parameters[positional.length] ?? last)
        : definition.parameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) {
      isValid = false;
      if (name === undefined)
        refuse(node, `${definition.name} takes at most ${definition.parameters.length} arguments`);
      else
        report(
          unknownName(
            'argument',
            name,
            node.name ?? node,
            definition.parameters.map((candidate) => candidate.name),
            definition.name,
          ),
        );
      continue;
    }
    const settled = settle(value);
    const argument = settled === undefined ? undefined : asDataArgument(settled);
    const problem = argument === undefined ? undefined : mismatch(parameter, argument);
    if (problem !== undefined) refuse(node, `${definition.name}'s ${parameter.name} ${problem}`);
    if (argument === undefined) isValid = false;
    else if (name === undefined) positional.push(argument);
    else named.push([name, argument]);
    bound.add(parameter);
  }
  const missing = definition.parameters.find((parameter) => parameter.default === undefined && !bound.has(parameter));
  if (missing !== undefined) refuse(source, `${definition.name} needs ${missing.name}: ${missing.summary}`);
  return isValid ? { uri, source: definition.name, positional, named: Object.fromEntries(named) } : undefined;
}

function asDataArgument(value: ArgumentValue): DataArgument | undefined {
  if (value === null || typeof value !== 'object') return value;
  if (!Array.isArray(value)) return undefined;
  const items = (value as readonly ArgumentValue[]).map(asDataArgument);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function mismatch(parameter: SourceParameter, value: DataArgument): string | undefined {
  if (value === null) return parameter.default === null ? undefined : 'must not be none';
  switch (parameter.type) {
    case 'text':
      if (typeof value !== 'string') return 'must be a text';
      return parameter.values === undefined || parameter.values.includes(value)
        ? undefined
        : `must be ${parameter.values.join(' or ')}, got ${excerpt(value)}`;
    case 'texts':
      return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
        ? undefined
        : 'must be names';
    case 'integer':
    case 'number':
      return numberMismatch(parameter, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'any':
      return undefined;
  }
}

function numberMismatch(parameter: SourceParameter, value: DataArgument): string | undefined {
  if (typeof value !== 'number') return 'must be a number';
  if (parameter.type === 'integer' && !Number.isSafeInteger(value)) return `must be a whole number, got ${value}`;
  if (parameter.min !== undefined && value < parameter.min) return `must be at least ${parameter.min}, got ${value}`;
  return parameter.max !== undefined && value > parameter.max
    ? `must be at most ${parameter.max}, got ${value}`
    : undefined;
}
