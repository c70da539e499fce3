import type { FeedPlan } from './functionBuilder';

/** How a model's inputs and targets arrive. */
export interface CompileOptions {
  /** By the path of the input node. */
  readonly inputs: ReadonlyMap<string, InputPlan>;
  /** By the name of the output. */
  readonly targets: ReadonlyMap<string, TargetPlan>;
  /** Into how many parts a batch is cut that run side by side; 1 where the model needs the whole of it. */
  readonly parts?: number;
}

/** The prelude, such as Rescaling(1/255), runs in the graph on the fed values. */
export type InputPlan = FeedPlan;

export interface TargetPlan extends FeedPlan {
  /** Given for class labels, which arrive as int32 [N, …]. */
  readonly classes?: number;
}
