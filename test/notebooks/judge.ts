/** Finds a notebook's figure in what a command writes with --json, and says whether it is reproduced. */
import type { Figure } from './notebooks';

export interface Verdict {
  readonly holds: boolean;
  /** What the command gave, for a line of the report. */
  readonly found: string;
}

/**
 * @param written one JSON value, or one a line
 * @throws Error where `figure.at` leads nowhere
 */
export function judge(figure: Figure, written: string): Verdict {
  const lines = written.trim().split('\n');
  const values: readonly unknown[] = lines.map((line) => JSON.parse(line) as unknown);
  const found = figure.at.split('/').reduce<unknown>(step, values.length === 1 ? values[0] : values);
  if (found === undefined) throw new Error(`there is no ${figure.at} in what ${figure.command.join(' ')} writes`);
  const scaled = figure.scale === undefined ? found : scale(found, figure.scale);
  return { holds: isAsPrinted(figure, scaled), found: JSON.stringify(scaled) };
}

/** Elements of a list go by their place, or by their name; of several with that name the last one counts. */
function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) {
    const named = value.findLast((each: unknown) => ['name', 'model', 'event'].some((name) => at(each, name) === key));
    return named ?? (value as readonly unknown[])[Number(key)];
  }
  return at(value, key);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as { readonly [key: string]: unknown })[key] : undefined;
}

function scale(value: unknown, factor: number): unknown {
  return Array.isArray(value) ? value.map((each) => scale(each, factor)) : Number(value) * factor;
}

function isAsPrinted({ printed, expected = printed, range, tolerance = 0 }: Figure, found: unknown): boolean {
  if (range !== undefined) return typeof found === 'number' && found >= range[0] && found <= range[1];
  return isNear(expected, found, tolerance);
}

function isNear(expected: unknown, found: unknown, tolerance: number): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(found) &&
      found.length === expected.length &&
      expected.every((each, index) => isNear(each, found[index], tolerance))
    );
  if (typeof expected === 'number' && typeof found === 'number') return Math.abs(found - expected) <= tolerance;
  return expected === found;
}
