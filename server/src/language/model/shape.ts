/** A size along one axis; `null` is not known (yet). */
export type Size = number | null;

/** The sizes of one example, channels last, never the batch axis. */
export type Shape = readonly Size[];

/** `28x28x1`, with `?` for what is unknown; `scalar` for no axis; `?` for an unknown rank. */
export function formatShape(shape: Shape | undefined): string {
  if (shape === undefined) return '?';
  if (shape.length === 0) return 'scalar';
  return shape.map((size) => (size === null ? '?' : String(size))).join('x');
}

/** The product of the sizes, or null when one of them is unknown. */
export function elementCount(shape: Shape): number | null {
  let count = 1;
  for (const size of shape) {
    if (size === null) return null;
    count *= size;
  }
  return count;
}
