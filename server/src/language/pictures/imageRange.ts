/** From the value that is black to the one that is white. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** The range that the values of an image are meant in: 0 to 1, or bytes; their own where they are in neither. */
export function imageRange({ low, high }: ValueRange): ValueRange {
  if (low >= 0 && high <= 1) return { low: 0, high: 1 };
  return low >= 0 && high <= 255 ? { low: 0, high: 255 } : { low, high };
}
