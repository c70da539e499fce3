import type { Location } from '../diagnostics/diagnostic';
import type { BlockDeclaration, FlowStatement, LayerStatement, ModelDeclaration } from '../syntax/tree';
import type { Environment } from './evaluate';
import type { FileScope } from './fileScope';
import type { TensorValue, Value } from './value';

/** One body while it is built: a model's, or a block's at one use. */
export interface Frame {
  readonly scope: FileScope;
  readonly owner: ModelDeclaration | BlockDeclaration;
  readonly parameters: ReadonlyMap<string, Value>;
  /** `in`; undefined in models. */
  readonly input: TensorValue | undefined;
  /** The uses of blocks around it, outermost first. */
  readonly origin: readonly Location[];
  readonly blockScope: readonly string[];
  /** Where its nodes and its weights live. */
  readonly path: string;
  readonly weightPath: string;
  readonly tensors: Map<string, TensorSlot>;
  readonly layers: ReadonlyMap<string, LayerStatement>;
  readonly usedLayers: Set<string>;
  /** Flows that begin with a layer and have no tensor, each with the layer's name. */
  readonly inputless: Map<FlowStatement, string>;
  /** Blocks that are open, outermost first, against recursion. */
  readonly open: readonly BlockDeclaration[];
  /** What names mean in it, for the flow that is evaluated. */
  environment: { readonly prefix: string; readonly names: Environment } | undefined;
}

/** A named tensor: flows are evaluated when they are first needed, so that their order is free. */
export interface TensorSlot {
  readonly statement: FlowStatement;
  state: 'waiting' | 'running' | 'done';
  value: TensorValue | undefined;
  used: boolean;
}
