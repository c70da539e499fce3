import type { RunEvent } from './runEvents';
import { runEventSchema } from './runEventSchema';

const nonFinite = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** The fields of events that hold measured numbers, beside all of `logs`. */
const measured = ['examplesPerSecond', 'secondsLeft', 'seconds'] as const;

/** An event as one line of JSON, without its line end; NaN and infinities become strings. */
export function eventToJson(event: RunEvent): string {
  return jsonText(event);
}

/** JSON of plain data in which NaN and infinities are strings. */
export function jsonText(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? String(part) : part,
  );
}

/** The event that a line of JSON holds, or undefined where it is not one. */
export function eventFromJson(text: string): RunEvent | undefined {
  const event = runEventSchema.safeParse(withNumbers(parseJson(text)));
  return event.success ? event.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withNumbers(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = { ...value };
  for (const field of measured) {
    if (field in copy) copy[field] = toNumber(copy[field]);
  }
  if (isRecord(copy['logs'])) {
    copy['logs'] = Object.fromEntries(Object.entries(copy['logs']).map(([name, log]) => [name, toNumber(log)]));
  }
  return copy;
}

function toNumber(value: unknown): unknown {
  return nonFinite.get(value) ?? value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
