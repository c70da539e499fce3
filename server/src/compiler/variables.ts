import type { WeightDefinition } from '../language/layers/definition';
import type { LayerInstance, ModelGraph } from '../language/model/graph';
import { resolveInitializer } from './initializers';
import { variableName, weightShape } from './lowering';
import type { Variable } from './program';
import { saltOf } from './salt';

/** A weight of a model with what training needs to know of it. */
export interface ModelWeight {
  readonly variable: Variable;
  readonly definition: WeightDefinition;
}

/** The weights of a model in Keras's order: by layer, each shared layer once. `frozen` owners do not train. */
export function modelWeights(graph: ModelGraph, frozen: ReadonlySet<string>): readonly ModelWeight[] {
  const owners = new Set(graph.nodes.map((node) => node.owner));
  return [...owners].flatMap((owner) => owner.weights.map((definition) => modelWeight(owner, definition, frozen)));
}

function modelWeight(owner: LayerInstance, definition: WeightDefinition, frozen: ReadonlySet<string>): ModelWeight {
  const name = variableName(owner, definition.name);
  const shape = weightShape(owner, definition);
  const initializer =
    definition.fixed === undefined
      ? resolveInitializer(definition.initializer, shape, saltOf(name))
      : ({ kind: 'values', values: definition.fixed } as const);
  const trainable = definition.trainable && owner.trainable && !frozen.has(owner.path);
  return { variable: { name, dtype: 'float32', shape, role: 'weight', trainable, initializer }, definition };
}
