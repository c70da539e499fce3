import type { DataDescription } from '../../language/data/description';
import type { Tensor } from '../backend';

/** An opened data set, its splits made, its deterministic steps applied or ready to be. */
export interface Dataset {
  readonly description: DataDescription;
  readonly train: DataSplit;
  readonly test: DataSplit | undefined;
  /** Class names by part. */
  close(): Promise<void>;
}

export interface DataSplit {
  readonly length: number;
  /**
   * The examples at `indices`, one tensor a part named. Pixels come as uint8 where no step needs floats: the
   * program casts and scales them. Classes come as int32 [N]. A fresh array each time: the engine borrows it.
   */
  batch(indices: Int32Array, parts: readonly string[], options: BatchOptions): Promise<ReadonlyMap<string, Tensor>>;
}

export interface BatchOptions {
  /** Random… steps act. */
  readonly training: boolean;
  /** Seeds the random steps of this batch. */
  readonly seed: readonly [number, number];
}
