import type { Windows } from '../operations/windows';

/** Calls `visit` for each tap of each window that lies inside the input, with flat spatial indices. */
export function forEachTap(windows: Windows, visit: (output: number, input: number, tap: number) => void): void {
  const taps = indicesOf(windows.kernel);
  for (const [output, at] of indicesOf(windows.output).entries()) {
    for (const [tap, offset] of taps.entries()) {
      const input = flatInput(windows, at, offset);
      if (input !== undefined) visit(output, input, tap);
    }
  }
}

/** All multi-indices of a shape, row-major. */
function indicesOf(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (all, size) => all.flatMap((index) => Array.from({ length: size }, (_, at) => [...index, at])),
    [[]],
  );
}

function flatInput(windows: Windows, at: readonly number[], tap: readonly number[]): number | undefined {
  let flat = 0;
  for (const [axis, size] of windows.input.entries()) {
    const start = (at[axis] ?? 0) * (windows.strides[axis] ?? 1) - (windows.before[axis] ?? 0);
    const position = start + (tap[axis] ?? 0) * (windows.dilations[axis] ?? 1);
    if (position < 0 || position >= size) return undefined;
    flat = flat * size + position;
  }
  return flat;
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
