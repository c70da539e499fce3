import type { Value } from '../language/layers/lowering';
import type { DataStep } from '../language/model/graph';
import { GraphBuilder } from './builder';
import { removeDeadCode } from './cleanUp';
import { lowerSteps } from './lowering';
import type { DataType, Feed, MetricSlot, ProgramFunction } from './program';

/** How a part of an example arrives and what is done to it in the graph. */
export interface FeedPlan {
  readonly feed: string;
  readonly dtype: 'uint8' | 'int32' | 'float32';
  /** Without the batch. */
  readonly shape: readonly number[];
  readonly prelude: readonly DataStep[];
}

/** One function of the program while it is built: its feeds, cut into parts of the batch where asked. */
export class FunctionBuilder {
  readonly graph = new GraphBuilder();
  readonly #feeds = new Map<string, Feed>();
  readonly #parts: number;

  constructor(parts: number) {
    this.#parts = parts;
  }

  /** The whole batch of a feed. */
  feed(name: string, dtype: DataType, shape: Feed['shape']): Value {
    if (!this.#feeds.has(name)) this.#feeds.set(name, { name, dtype, shape });
    return this.graph.placeholder(name, dtype, shape);
  }

  /** These rows of a batched value. */
  part(value: Value, index: number): Value {
    return this.#parts === 1 ? value : this.graph.apply('BatchPart', [value], { index, count: this.#parts });
  }

  /** These rows of a planned feed, as float32 after its prelude; class labels stay int32. */
  planned(plan: FeedPlan, index: number, labels: boolean): Value {
    // Cut first: bytes are cheaper to cut than floats.
    const rows = this.part(this.feed(plan.feed, plan.dtype, [null, ...plan.shape]), index);
    const wanted = labels && plan.prelude.length === 0 ? 'int32' : 'float32';
    const typed = rows.dtype === wanted ? rows : this.graph.apply('Cast', [rows], { dtype: wanted });
    return lowerSteps(this.graph, typed, plan.prelude);
  }

  /** Draws for the whole batch, cut: the number of parts does not change them. */
  random(batch: Value, shape: readonly number[], salt: number, index: number): Value {
    const seed = this.feed('seed', 'int32', [2]);
    return this.part(this.graph.apply('StatelessRandomUniformV2', [batch, seed], { salt, shape }), index);
  }

  /** The finished function: dead operations and unused feeds are gone. */
  finish(
    results: readonly { readonly name: string; readonly value: Value }[],
    metricLayout: readonly MetricSlot[] = [],
  ): ProgramFunction {
    const refs = results.map(({ name, value }) => ({ name, tensor: this.graph.refOf(value) }));
    const cleaned = removeDeadCode(this.graph.operations, refs);
    const used = new Set(cleaned.operations.flatMap(({ op, names }) => (op === 'Placeholder' ? (names ?? []) : [])));
    return { ...cleaned, feeds: [...this.#feeds.values()].filter(({ name }) => used.has(name)), metricLayout };
  }
}
