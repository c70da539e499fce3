import type { Program } from '../../compiler/program';
import type { Tensor } from '../backend';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly program: Program;
  readonly variables: ReadonlyMap<string, Tensor>;
  readonly exchange: SharedArrayBuffer;
  readonly index: number;
  readonly count: number;
}

export type ToWorker =
  | {
      readonly type: 'run';
      readonly name: string;
      readonly feeds: ReadonlyMap<string, Tensor>;
      readonly results: readonly string[] | undefined;
      readonly firstRow: number;
    }
  | { readonly type: 'read'; readonly names: readonly string[] | undefined }
  | { readonly type: 'assign'; readonly values: ReadonlyMap<string, Tensor> };

/** Each request is answered once, in order. */
export type FromWorker =
  | { readonly type: 'done'; readonly values: ReadonlyMap<string, Tensor> }
  | { readonly type: 'failed'; readonly message: string };
