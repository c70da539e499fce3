/** Axes counted as in Keras: the batch is 0, negative ones count from the end. */

export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** Whether the axis exists in a tensor with `rank` axes, the batch included. */
export function isAxis(axis: number, rank: number): boolean {
  return axis >= -rank && axis < rank;
}

/** The axes 1 … rank: everything between batch and channels. */
export function spatialAxes(rank: number): readonly number[] {
  return Array.from({ length: rank }, (_, index) => index + 1);
}
