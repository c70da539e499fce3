/** Values as the language writes them. */
import type { ArgumentValue } from '../../../language/layers/definition';
import { isFunction, isList } from '../../../language/layers/readers';
import { argumentDefaults } from './argumentDefaults';

const reserved = new Set(['in', 'input', 'if', 'and', 'or', 'not', 'true', 'false', 'none', 'assert']);
const declarations = new Set(['import', 'data', 'kernel', 'defaults', 'block', 'model', 'train', 'output', 'layer']);

export function spell(value: ArgumentValue): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return spellNumber(value);
  if (typeof value === 'string') return isPlainName(value) ? value : quote(value);
  if (isList(value)) return spellList(value);
  return isFunction(value) ? spellFunction(value.name, value.args) : value.name;
}

/** A text in quotes; the language has no escapes, so that quotes and line breaks are left out. */
export function quote(text: string): string {
  return `"${text.replace(/["\p{Cc}\u2028\u2029]/gu, '')}"`;
}

/** `28x28x1`, with `?` for what is not known; `1` for no axis at all. */
export function spellShape(shape: readonly (number | null)[]): string {
  return shape.length === 0 ? '1' : shape.map((size) => size ?? '?').join('x');
}

/** A name that may stand in a text, made of another; never empty or reserved. */
export function plainName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  const begun = /^[A-Za-z_]/.test(name) ? name : `x_${name}`;
  return reserved.has(begun) || declarations.has(begun) ? `${begun}_1` : begun;
}

function isPlainName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !reserved.has(text);
}

/** 1/255 for what only a fraction gives. */
function spellNumber(value: number): string {
  const inverse = Math.round(1 / value);
  if (!Number.isInteger(value) && Math.abs(inverse) > 2 && Math.abs(inverse) < 10_000) {
    if (1 / inverse === value && String(value).length > 6) return value < 0 ? `-1/${-inverse}` : `1/${inverse}`;
  }
  if (Object.is(value, -0)) return '0';
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential().replace('e-0', 'e-') : String(value);
}

function spellList(values: readonly ArgumentValue[]): string {
  const sizes = values.flatMap((value) =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 ? [value] : [],
  );
  if (sizes.length > 1 && sizes.length === values.length) return sizes.join('x');
  if (values.length === 1) return `[${spell(values[0] ?? null)}]`;
  return `(${values.map(spell).join(', ')})`;
}

/** Axes and other numbers that are no sizes: `[1, 2]`. */
export function spellNumbers(values: readonly ArgumentValue[]): string {
  return `[${values.map(spell).join(', ')}]`;
}

function spellFunction(name: string, args: { readonly [name: string]: ArgumentValue }): string {
  const defaults = argumentDefaults(name);
  const given = Object.entries(args).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults.get(key)),
  );
  const [only] = given;
  if (given.length === 1 && only !== undefined && only[0] === [...defaults.keys()][0])
    return `${name}(${spell(only[1])})`;
  return given.length === 0 ? name : `${name}(${given.map(([key, value]) => `${key}=${spell(value)}`).join(', ')})`;
}
