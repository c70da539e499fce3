import type { DataArgument, DataRequest } from '../../language/data/description';
import { RunProblem } from '../runProblem';
import { DataProblem } from './dataProblem';

/** Arguments that every source takes: they are about splits and are read elsewhere. */
const common = new Set(['test']);

/** Throws where a source without arguments was given one. */
export function rejectArguments(request: DataRequest): void {
  const named = Object.keys(request.named).find((name) => !common.has(name));
  if (request.positional.length === 0 && named === undefined) return;
  throw new RunProblem('data/argument', {
    message: `${request.source} takes no argument${named === undefined ? '' : ` "${named}"`}`,
    reason: 'The set is published as it is.',
    nextStep: 'Remove the argument.',
  });
}

/** A text argument, by name or position; throws where it is required and missing, or no text. */
export function textArgument(request: DataRequest, name: string, position: number): string {
  const value = optionalText(request, name, position);
  if (value !== undefined) return value;
  throw new RunProblem('data/argument', {
    message: `${request.source} needs "${name}"`,
    reason: 'The argument is missing.',
    nextStep: `Write ${request.source}(${name}="…").`,
  });
}

export function optionalText(request: DataRequest, name: string, position?: number): string | undefined {
  const value = argument(request, name, position);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw wrongType(request, name, 'a text', value);
}

/** A number argument with its default; throws outside min … max. */
export function numberArgument(request: DataRequest, name: string, fallback: number, min: number, max: number): number {
  const value = argument(request, name) ?? fallback;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw wrongType(request, name, `a number from ${min} to ${max}`, value);
}

/** A text or several, by name or position; undefined where there is none. */
export function textList(request: DataRequest, name: string, position?: number): readonly string[] | undefined {
  const value = argument(request, name, position);
  if (value === undefined || value === null) return undefined;
  const items = Array.isArray(value) ? (value as readonly DataArgument[]) : [value];
  const texts = items.filter((item) => typeof item === 'string');
  if (texts.length === items.length) return texts;
  throw wrongType(request, name, 'a name or a list of names', value);
}

/** How a problem names an argument: as it was given, by name or by position. */
export function argumentPlace(request: DataRequest, name: string, position: number): number | string {
  return Object.hasOwn(request.named, name) ? name : position;
}

export function argument(request: DataRequest, name: string, position?: number): DataArgument | undefined {
  if (Object.hasOwn(request.named, name)) return request.named[name];
  return position === undefined ? undefined : request.positional[position];
}

function wrongType(request: DataRequest, name: string, wanted: string, found: DataArgument): RunProblem {
  return new DataProblem('data/argument', {
    message: `"${name}" of ${request.source} is ${wanted}, not ${JSON.stringify(found)}`,
    reason: 'The value does not fit.',
    nextStep: `Give ${wanted}.`,
    argument: name,
  });
}
