/** The small interface behind which both back ends stand. Everything here is asynchronous for their sake. */
import type { Program } from '../compiler/program';

export type EngineName = 'native' | 'wasm';

export type TypedArray = Float32Array | Int32Array | Uint8Array;

/** Row-major values with their full shape, batch included. bool is carried as Uint8Array of 0 and 1. */
export interface Tensor {
  readonly dtype: 'float32' | 'int32' | 'bool' | 'uint8';
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

export interface Engine {
  readonly name: EngineName;
  /** Library versions, for `run.json`. */
  readonly version: string;
  /** Prepares a program; its variables start with the values given (all of them must be). */
  load(program: Program, options: LoadOptions): Promise<EngineSession>;
}

export interface LoadOptions {
  readonly variables: ReadonlyMap<string, Tensor>;
  /** How many parts of a batch run side by side; fixed in a resumed run. */
  readonly parts?: number;
  /** Worker threads or library threads; fixed in a resumed run. */
  readonly threads?: number;
}

export interface EngineSession {
  /**
   * Runs one function of the program once. `feeds` holds a tensor for each of its feeds.
   * `results` names those wanted (all when absent).
   */
  run(
    name: string,
    feeds: ReadonlyMap<string, Tensor>,
    results?: readonly string[],
  ): Promise<ReadonlyMap<string, Tensor>>;
  /** Current values, all or those named. */
  read(names?: readonly string[]): Promise<ReadonlyMap<string, Tensor>>;
  assign(values: ReadonlyMap<string, Tensor>): Promise<void>;
  dispose(): Promise<void>;
}
