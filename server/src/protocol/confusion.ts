/** How a classifier did on the test examples: what windows show of `predictions.safetensors`. */
export interface Confusion {
  /** Class names in the order of their numbers. */
  readonly classes: readonly string[];
  /** Examples by true class (rows) and predicted class (columns), row by row. */
  readonly counts: readonly number[];
}

/** Some examples of one cell: mistakes worst first, right answers the least certain first. */
export interface ConfusionCell {
  readonly truth: number;
  readonly predicted: number;
  /** How many examples the cell has in all. */
  readonly total: number;
  readonly examples: readonly CellExample[];
}

export interface CellExample {
  /** Its number among the test examples. */
  readonly index: number;
  /** The probability that the model gave to its answer. */
  readonly score: number;
  /** Absent where the examples are no images, or too large to be kept. */
  readonly image?: PixelImage;
}

export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Row by row, 0 to 255. */
  readonly pixels: Uint8Array;
}
