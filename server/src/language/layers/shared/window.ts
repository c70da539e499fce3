/**
 * The arithmetic of sliding windows, TensorFlow's: `valid` takes whole windows alone, `same` as many as
 * fit when the input is padded, the odd zero at the end; `causal` puts all padding at the start.
 */
import type { Size } from '../../model/shape';
import type { FieldStep } from '../definition';

export interface Window {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: string;
}

/** What a window covers: taps and the gaps between them. */
export function extent(size: number, dilation: number): number {
  return (size - 1) * dilation + 1;
}

/** The output size along one axis, at most 0 where the window does not fit; null for an unknown input. */
export function slide(input: Size, window: Window, axis: number): Size {
  if (input === null) return null;
  const { size, stride, dilation } = along(window, axis);
  if (window.padding !== 'valid') return Math.ceil(input / stride);
  return Math.floor((input - extent(size, dilation)) / stride) + 1;
}

/** Padding before and after, as TensorFlow distributes it; null for an unknown input under `same`. */
export function windowPadding(
  input: Size,
  window: Window,
  axis: number,
): readonly [before: number, after: number] | null {
  const { size, stride, dilation } = along(window, axis);
  const covered = extent(size, dilation);
  if (window.padding === 'valid') return [0, 0];
  if (window.padding === 'causal') return [covered - 1, 0];
  if (input === null) return stride === 1 ? split(covered - 1) : null;
  return split(Math.max(0, (Math.ceil(input / stride) - 1) * stride + covered - input));
}

export function windowField(inputs: readonly Size[], window: Window): readonly FieldStep[] {
  return window.size.map((_, axis) => {
    const { size, stride, dilation } = along(window, axis);
    return { size, stride, dilation, before: windowPadding(inputs[axis] ?? null, window, axis)?.[0] ?? null };
  });
}

/** `⌊(28 − 3) / 1⌋ + 1 = 26`, one line an axis, or one where all axes are alike. */
export function windowFormula(inputs: readonly Size[], window: Window): string {
  const lines = window.size.map((_, axis) => formulaAlong(inputs[axis] ?? null, window, axis));
  return [...new Set(lines)].join('\n');
}

export function along(
  window: Window,
  axis: number,
): { readonly size: number; readonly stride: number; readonly dilation: number } {
  return { size: window.size[axis] ?? 1, stride: window.stride[axis] ?? 1, dilation: window.dilation[axis] ?? 1 };
}

function formulaAlong(input: Size, window: Window, axis: number): string {
  const { size, stride, dilation } = along(window, axis);
  const from = input ?? '?';
  const to = slide(input, window, axis) ?? '?';
  if (window.padding !== 'valid') return `⌈${from} / ${stride}⌉ = ${to}`;
  const covered = dilation === 1 ? String(size) : `((${size} − 1)·${dilation} + 1)`;
  return `⌊(${from} − ${covered}) / ${stride}⌋ + 1 = ${to}`;
}

function split(total: number): readonly [number, number] {
  const before = Math.floor(total / 2);
  return [before, total - before];
}
