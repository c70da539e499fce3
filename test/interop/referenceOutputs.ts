import { compilePrediction } from '../../server/src/compiler/compile';
import { initialVariables } from '../../server/src/compiler/initializers';
import type { Program } from '../../server/src/compiler/program';
import type { Engine, Tensor } from '../../server/src/engine/backend';
import type { ModelGraph } from '../../server/src/language/model/graph';
import { seededRandom } from '../helpers/seededRandom';

/** Weights and inputs by dice, and what an engine makes of them. */
export interface ReferenceOutputs {
  readonly weights: ReadonlyMap<string, Tensor>;
  /** In the order of the model's inputs, two examples each. */
  readonly inputs: readonly Tensor[];
  /** By the names of the model's outputs. */
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/** Runs a model once. Fixed kernels stay as they are; variances are positive. */
export async function referenceOutputs(graph: ModelGraph, engine: Engine, batch = 2): Promise<ReferenceOutputs> {
  const random = seededRandom(7);
  const program = predictionOf(graph);
  const weights = new Map<string, Tensor>(
    [...initialVariables(program, 0)].map(([name, tensor]) => [name, shaken(name, tensor, random)]),
  );
  const fixed = program.variables.filter(({ initializer }) => initializer.kind === 'values').map(({ name }) => name);
  const initial = initialVariables(program, 0);
  for (const name of fixed) {
    const tensor = initial.get(name);
    if (tensor !== undefined) weights.set(name, tensor);
  }
  const inputs = graph.inputs.map(({ output = [] }): Tensor => {
    const sizes = [batch, ...output.map((size) => size ?? 1)];
    const count = sizes.reduce((product, size) => product * size, 1);
    return { dtype: 'float32', shape: sizes, data: Float32Array.from({ length: count }, () => random() * 2 - 0.7) };
  });
  return { weights, inputs, outputs: await predicted(graph, engine, { weights, inputs }) };
}

/** What an engine gives for inputs in the order of the model's, by the names of its outputs. */
export async function predicted(
  graph: ModelGraph,
  engine: Engine,
  { weights, inputs }: Omit<ReferenceOutputs, 'outputs'>,
): Promise<ReadonlyMap<string, Tensor>> {
  const program = predictionOf(graph);
  const predict = program.functions['predict'] ?? none;
  const session = await engine.load({ ...program, functions: { predict } }, { variables: weights });
  try {
    const wanted = new Set(predict.feeds.map(({ name }) => name));
    const given = graph.inputs.flatMap(({ path }, index) => {
      const input = inputs[index];
      return input === undefined || !wanted.has(path) ? [] : [[path, input] as const];
    });
    return await session.run('predict', new Map(given));
  } finally {
    await session.dispose();
  }
}

function predictionOf(graph: ModelGraph): Program {
  const feeds = graph.inputs.map(({ path, output = [] }) => ({ path, shape: output.map((size) => size ?? 1) }));
  return compilePrediction(graph, {
    inputs: new Map(feeds.map(({ path, shape }) => [path, { feed: path, dtype: 'float32', shape, prelude: [] }])),
    targets: new Map(),
  });
}

const none = { feeds: [], operations: [], results: [], metricLayout: [] } as const;

/** Vectors begin as zeros and ones, under which mistakes would not show. */
function shaken(name: string, tensor: Tensor, random: () => number): Tensor {
  if (tensor.dtype !== 'float32' || tensor.shape.length > 1) return tensor;
  const isVariance = name.endsWith('variance');
  return {
    ...tensor,
    data: Float32Array.from(tensor.data, (value) => (isVariance ? 0.5 + random() : value + (random() - 0.5) * 0.4)),
  };
}
