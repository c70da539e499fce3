import type { FunctionValue, WeightDefinition } from '../language/layers/definition';
import { lowerActivation } from '../language/layers/functions/activations';
import { cropSpatial, padSpatial } from '../language/layers/shared/lowerWindow';
import type { LoweringContext, OperationAttributes, Value } from '../language/layers/lowering';
import type { DataStep, GraphNode, LayerInstance, ModelGraph } from '../language/model/graph';
import { arithmetic } from './arithmetic';
import type { GraphBuilder } from './builder';
import { usedInput } from './lowerUsed';
import { saltOf } from './salt';
import type { Extents } from './usedExtents';

export interface ForwardOptions {
  readonly training: boolean;
  /** Owners whose weights do not change: batch normalization there uses its moving averages, as in Keras. */
  readonly frozen: ReadonlySet<string>;
  /** The tensor of each input node, by path, after its prelude. */
  readonly inputs: ReadonlyMap<string, Value>;
  /** What is used of each node; all of every one where it is absent. */
  readonly used?: ReadonlyMap<GraphNode, Extents>;
  /** Uniform draws for these rows, of `shape` behind the batch axis. */
  random(shape: readonly number[], salt: number): Value;
}

export interface ForwardPass {
  readonly values: ReadonlyMap<GraphNode, Value>;
  /** New values of non-trainable weights, by variable. */
  readonly updates: ReadonlyMap<string, Value>;
  /** A layer's statistics need every row of the batch. */
  readonly needsWholeBatch: boolean;
}

/** Appends the forward pass of a model; `graph` must be complete. */
export function lowerForward(builder: GraphBuilder, graph: ModelGraph, options: ForwardOptions): ForwardPass {
  const values = new Map<GraphNode, Value>();
  const updates = new Map<string, Value>();
  let needsWholeBatch = false;
  for (const node of graph.nodes) {
    builder.layer = node.path;
    const context = new NodeLowering(builder, {
      path: node.path,
      owner: node.owner,
      training: options.training && !isFixed(node.owner, options.frozen),
      updates,
      random: (shape, salt) => options.random(shape, salt),
      needWholeBatch: () => (needsWholeBatch = true),
    });
    values.set(node, lowerNode(context, node, values, options));
  }
  builder.layer = undefined;
  return { values, updates, needsWholeBatch };
}

/** Appends deterministic preprocessing steps, which run in the graph on the fed values. */
export function lowerSteps(builder: GraphBuilder, value: Value, steps: readonly DataStep[]): Value {
  return steps.reduce((current, { layer, args }) => {
    if (layer.lower === undefined) throw new Error(`${layer.name} cannot run in the graph`);
    const context = new NodeLowering(builder, {
      path: layer.name,
      owner: undefined,
      training: false,
      updates: new Map(),
      random: () => {
        throw new Error(`${layer.name} draws random numbers: it belongs into the data pipeline`);
      },
      needWholeBatch: () => undefined,
    });
    return layer.lower(context, [current], args);
  }, value);
}

/** The variable of a layer's weight. */
export function variableName(owner: LayerInstance, weight: string): string {
  return `${owner.path}/${weight}`;
}

/** The shape of a weight; throws while a size is unknown. */
export function weightShape(owner: LayerInstance, weight: WeightDefinition): readonly number[] {
  return weight.shape.map((size) => {
    if (size === null) throw new Error(`the shape of ${variableName(owner, weight.name)} is not known`);
    return size;
  });
}

/** A weighted layer that does not train. */
function isFixed(owner: LayerInstance, frozen: ReadonlySet<string>): boolean {
  return owner.weights.length > 0 && (!owner.trainable || frozen.has(owner.path));
}

function lowerNode(
  context: NodeLowering,
  node: GraphNode,
  values: ReadonlyMap<GraphNode, Value>,
  options: ForwardOptions,
): Value {
  const fed = options.inputs.get(node.path);
  if (fed !== undefined) return fed;
  const inputs = node.inputs.map((input) => {
    const value = values.get(input);
    if (value === undefined) throw new Error(`${node.path} comes before its input ${input.path}`);
    return value;
  });
  const [first] = inputs;
  if (node.layer.trainingOnly === true && !options.training && first !== undefined) return first;
  if (node.layer.lower === undefined)
    throw new Error(`${node.path}: ${node.layer.name} cannot run inside a model, or is not fed`);
  const used = first && usedInput(node, first, options.used?.get(node) ?? 'all');
  if (first === undefined || used === undefined) return node.layer.lower(context, inputs, node.args);
  const window = cropSpatial(
    context,
    first,
    used.kept,
    used.kept.map(() => 1),
  );
  return node.layer.lower(context, [padSpatial(context, window, used.padding)], { ...node.args, padding: 'valid' });
}

interface NodeState {
  readonly path: string;
  readonly owner: LayerInstance | undefined;
  readonly training: boolean;
  readonly updates: Map<string, Value>;
  random(shape: readonly number[], salt: number): Value;
  needWholeBatch(): void;
}

/** The `LoweringContext` of one layer call. */
class NodeLowering implements LoweringContext {
  readonly training: boolean;
  readonly #builder: GraphBuilder;
  readonly #state: NodeState;
  #draws = 0;

  constructor(builder: GraphBuilder, state: NodeState) {
    this.#builder = builder;
    this.#state = state;
    this.training = state.training;
  }

  operation(name: string, inputs: readonly Value[], attributes?: OperationAttributes): readonly Value[] {
    return this.#builder.operation(name, inputs, attributes);
  }

  apply(name: string, inputs: readonly Value[], attributes?: OperationAttributes): Value {
    return this.#builder.apply(name, inputs, attributes);
  }

  weight(name: string): Value {
    const { owner, definition } = this.#definition(name);
    const variable = variableName(owner, name);
    // A shared layer called again continues from what its earlier call made of a moving average.
    const updated = this.#state.updates.get(variable);
    if (updated !== undefined) return updated;
    const value = this.#builder.read(variable, 'float32', weightShape(owner, definition));
    return this.training && definition.trainable ? this.#builder.apply('CrossReplicaBroadcast', [value]) : value;
  }

  constant(values: number | readonly number[], shape?: readonly number[]): Value {
    return this.#builder.constant(values, shape);
  }

  random(like: Value, shape: readonly number[] = like.shape.slice(1).map(Number)): Value {
    return this.#state.random(shape, saltOf(`${this.#state.path}#${this.#draws++}`));
  }

  /** Box and Muller: √(−2 ln(1 − u)) · cos 2πv; 1 − u is never 0. */
  randomNormal(like: Value): Value {
    const math = arithmetic(this.#builder);
    const log = math.apply('Log', math.subtract(1, this.random(like)));
    const angle = math.multiply(this.random(like), 2 * Math.PI);
    return math.multiply(math.apply('Sqrt', math.multiply(log, -2)), math.apply('Cos', angle));
  }

  update(weight: string, value: Value): void {
    const { owner } = this.#definition(weight);
    this.#state.updates.set(variableName(owner, weight), value);
  }

  activation(value: Value, activation: string | FunctionValue | null): Value {
    return lowerActivation(this, value, activation);
  }

  needWholeBatch(): void {
    this.#state.needWholeBatch();
  }

  #definition(name: string): { readonly owner: LayerInstance; readonly definition: WeightDefinition } {
    const { owner, path } = this.#state;
    const definition = owner?.weights.find((weight) => weight.name === name);
    if (owner === undefined || definition === undefined) throw new Error(`${path} has no weight ${name}`);
    return { owner, definition };
  }
}
