/** JSON from elsewhere: its size and depth are looked at before it is parsed, and every step into it is checked. */
import { ImportProblem } from '../importProblem';

export type JsonObject = { readonly [key: string]: unknown };

const textLimit = 128 * 1024 * 1024;
const depthLimit = 256;

/** The object of a JSON text; `place` is for the messages. Throws an ImportProblem for anything else. */
export function readJson(text: string, place: string): JsonObject {
  if (text.length > textLimit)
    throw unusable(`it has ${text.length} characters, more than the limit of ${textLimit}`, place);
  const depth = depthOf(text);
  if (depth > depthLimit) throw unusable(`it is nested deeper than ${depthLimit} levels`, place);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unusable(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`, place);
  }
  return objectAt(value, place);
}

export function objectAt(value: unknown, place: string): JsonObject {
  if (isObject(value)) return value;
  throw unusable('an object was expected', place);
}

export function listAt(value: unknown, place: string): readonly unknown[] {
  if (isList(value)) return value;
  throw unusable('a list was expected', place);
}

export function textAt(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw unusable('a text was expected', place);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A property that the object itself has; never one that all objects inherit. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function unusable(reason: string, place: string): ImportProblem {
  return new ImportProblem(reason, place, 'Save the model again, with model.to_json() or model.save("name.keras").');
}

/** How deep brackets are nested, those inside texts left out. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) index = endOfText(text, index);
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
}

function endOfText(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}
