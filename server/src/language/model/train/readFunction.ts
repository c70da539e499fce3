import { firstLine } from '../../diagnostics/firstLine';
import { unknownMessage, unknownName } from '../../diagnostics/unknownName';
import { checkArgument } from '../../layers/checkArgument';
import type { ArgumentValue, FunctionValue } from '../../layers/definition';
import type { Expression } from '../../syntax/tree';
import type { Report } from '../problem';
import { asWord, isList, settle, type CallValue, type EvaluatedArgument, type Value } from '../value';
import { findFunction, functionNames, type FunctionDefinition, type FunctionParameter } from './functionDefinition';
import { schedules } from './schedules';

export interface ReadFunction {
  readonly definition: FunctionDefinition;
  readonly value: FunctionValue;
  /** As written: `mae`, `MeanIoU`. */
  readonly spelling: string;
  readonly isCall: boolean;
  readonly given: ReadonlySet<string>;
}

/**
 * A word or call of a train block as one of some functions, its arguments checked and defaults filled in;
 * undefined where it is none or an argument is wrong, which is then reported.
 */
export function readFunction(
  value: Value,
  node: Expression,
  kind: string,
  definitions: readonly FunctionDefinition[],
  report: Report,
): ReadFunction | undefined {
  if (value === undefined) return undefined;
  const call = asCall(value);
  const spelling = call?.name ?? asWord(value);
  if (spelling === undefined) {
    report({ code: 'nn/type', span: node, message: firstLine(`This should be the name of ${article(kind)}`) });
    return undefined;
  }
  const definition = findFunction(definitions, spelling);
  if (definition === undefined) {
    const span = call?.node.callee ?? node;
    report({
      ...unknownName('function', spelling, span, functionNames(definitions)),
      code: `nn/unknown-${kind}`,
      message: unknownMessage(kind, spelling, functionNames(definitions)),
    });
    return undefined;
  }
  const args = readArguments(definition, call?.args ?? [], node, report);
  if (args === undefined) return undefined;
  const given = new Set(
    (call?.args ?? []).flatMap((argument, index) => argument.name ?? definition.parameters[index]?.name ?? []),
  );
  return {
    definition,
    value: { kind: 'function', name: definition.name, args },
    spelling,
    isCall: call !== undefined,
    given,
  };
}

function article(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function asCall(value: Value): CallValue | undefined {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'call' ? value : undefined;
}

function readArguments(
  definition: FunctionDefinition,
  given: readonly EvaluatedArgument[],
  node: Expression,
  report: Report,
): FunctionValue['args'] | undefined {
  const args: { [name: string]: ArgumentValue } = {};
  let isValid = true;
  const refuse = (span: { readonly start: number; readonly end: number }, message: string): void => {
    isValid = false;
    report({ code: 'nn/argument', span, message: firstLine(message) });
  };
  for (const [index, argument] of given.entries()) {
    const parameter =
      argument.name === undefined
        ? definition.parameters[index]
        : definition.parameters.find(({ name }) => name === argument.name);
    if (parameter === undefined) {
      isValid = false;
      const names = definition.parameters.map(({ name }) => name);
      if (argument.name === undefined)
        refuse(argument.node, `${definition.name} takes at most ${names.length} arguments`);
      else report(unknownName('argument', argument.name, argument.node.name ?? argument.node, names, definition.name));
      continue;
    }
    const read = readArgument(parameter, argument, report);
    if (read.message !== undefined) refuse(argument.node, `${definition.name}'s ${parameter.name} ${read.message}`);
    else if (read.value === undefined) isValid = false;
    else args[parameter.name] = read.value;
  }
  for (const parameter of definition.parameters) {
    if (args[parameter.name] !== undefined || !isValid) continue;
    if (parameter.default === undefined) refuse(node, `${definition.name} needs ${parameter.name}`);
    else args[parameter.name] = parameter.default;
  }
  return isValid ? args : undefined;
}

function readArgument(
  parameter: FunctionParameter,
  argument: EvaluatedArgument,
  report: Report,
): { value?: ArgumentValue; message?: string } {
  if (parameter.type.kind === 'rate') return readRate(argument, report);
  const settled = settle(argument.value);
  if (settled === undefined) return {};
  const checked = checkArgument({ ...parameter, type: parameter.type }, settled);
  return checked.ok ? { value: checked.value } : { message: checked.message };
}

function readRate(argument: EvaluatedArgument, report: Report): { value?: ArgumentValue; message?: string } {
  const { value } = argument;
  if (typeof value === 'number') return value >= 0 ? { value } : { message: `must be at least 0, got ${value}` };
  if (value === undefined) return {};
  const schedule = readFunction(value, argument.node.value, 'schedule', schedules, report);
  return schedule === undefined ? {} : { value: schedule.value };
}
