import type { ArgumentValue } from '../../../language/layers/definition';

/** A checked argument as Python writes it; lists become tuples. Functions are for `kerasCall`. */
export function pythonText(value: ArgumentValue | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isList(value)) {
    const items = value.map(pythonText);
    return items.length === 1 ? `(${items[0] ?? ''},)` : `(${items.join(', ')})`;
  }
  throw new TypeError(`${value.name} is no plain value`);
}

/** Python has no literal of a number that is not finite. */
function pythonNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return `float("${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}")`;
}

function isList(value: ArgumentValue): value is readonly ArgumentValue[] {
  return Array.isArray(value);
}
