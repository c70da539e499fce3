import { grouped } from '../diagnostics/firstLine';
import type { ReceptiveField } from '../model/graph';
import type { Shape } from '../model/shape';
import { elementCount } from '../model/shape';

/** Four bytes a value: activations are float32. */
const BYTES_PER_VALUE = 4;

/** `93,322`, or `?` while unknown. */
export function formatCount(value: number | null): string {
  return value === null ? '?' : grouped(value);
}

/** `2.8M`, `950`, `1.2G`: for costs, where three digits are enough. */
export function formatCost(value: number | null): string {
  return value === null ? '?' : scaled(value, ['', 'k', 'M', 'G', 'T', 'P']);
}

/** `147 kB`, decimal. */
export function formatBytes(value: number | null): string {
  return value === null ? '?' : scaled(value, [' B', ' kB', ' MB', ' GB', ' TB', ' PB']);
}

/** The memory of one example's values of this shape. */
export function bytesOf(shape: Shape | undefined): number | null {
  const count = shape === undefined ? null : elementCount(shape);
  return count === null ? null : count * BYTES_PER_VALUE;
}

/** `7x7`, `15`, or `whole input`. */
export function formatField(field: ReceptiveField | 'whole' | undefined): string {
  if (field === undefined) return '?';
  return field === 'whole' ? 'whole input' : field.size.join('x');
}

/** `+1,024`, `−96`, `+0`. */
export function formatChange(value: number): string {
  return value < 0 ? `−${grouped(-value)}` : `+${grouped(value)}`;
}

function scaled(value: number, units: readonly string[]): string {
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 || rest >= 100 ? rest.toFixed(0) : rest.toFixed(1).replace(/\.0$/, '');
  return digits + (units[unit] ?? '');
}
