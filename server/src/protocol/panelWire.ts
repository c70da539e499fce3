/**
 * VS Code carries what an extension tells a panel as JSON beside its typed arrays: NaN and the infinities, ordinary
 * in logs, would arrive as null. They travel by name.
 */

interface NamedNumber {
  readonly nonFinite: 'NaN' | 'Infinity' | '-Infinity';
}

/** A message with each number that JSON does not know in its wire form; typed arrays stay as they are. */
export function toWire(message: unknown): unknown {
  return replaced(message, (part) =>
    typeof part === 'number' && !Number.isFinite(part)
      ? ({ nonFinite: String(part) as NamedNumber['nonFinite'] } satisfies NamedNumber)
      : part,
  );
}

/** The message that `toWire` was given. */
export function fromWire(message: unknown): unknown {
  return replaced(message, (part) => (isNamedNumber(part) ? Number(part.nonFinite) : part));
}

/** A copy in which parts are replaced, or the value itself where none is. */
function replaced(value: unknown, replace: (part: unknown) => unknown): unknown {
  const own = replace(value);
  if (own !== value || typeof value !== 'object' || value === null) return own;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => replaced(part, replace));
    return parts.every((part, index) => part === value[index]) ? value : parts;
  }
  const entries = Object.entries(value).map(([name, part]) => [name, part, replaced(part, replace)] as const);
  return entries.every(([, before, after]) => before === after)
    ? value
    : Object.fromEntries(entries.map(([name, , after]) => [name, after]));
}

function isNamedNumber(value: unknown): value is NamedNumber {
  if (typeof value !== 'object' || value === null || !('nonFinite' in value)) return false;
  return ['NaN', 'Infinity', '-Infinity'].includes(String(value.nonFinite)) && Object.keys(value).length === 1;
}
