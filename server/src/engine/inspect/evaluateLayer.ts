import type { Program } from '../../compiler/program';
import type { GraphNode } from '../../language/model/graph';
import type { Tensor } from '../backend';
import { alone } from '../wasm/collective';
import { createInterpreter } from '../wasm/interpreter';
import { loadWasmBackend } from '../wasm/wasmBackend';
import { givenFeed, sliceFunction, variablesOf } from './sliceFunction';

export interface LayerEvaluation {
  readonly program: Program;
  readonly feeds: ReadonlyMap<string, Tensor>;
  /** The weights of these names. */
  readonly weights: (names: ReadonlySet<string>) => Promise<ReadonlyMap<string, Tensor>>;
  /** Values of layers that are known already, and where new ones are kept. */
  readonly known: { get(path: string): Tensor | undefined; set(path: string, value: Tensor): void };
}

/**
 * The output of one layer, batch included. Layers before it that are not known are computed one by one and kept,
 * so that walking through a network computes each layer once, and a look at the first layers of a large network
 * touches no weights but theirs.
 */
export async function evaluateLayer(node: GraphNode, evaluation: LayerEvaluation): Promise<Tensor> {
  const done = new Map<string, Tensor>();
  for (const layer of missingLayers(node, evaluation.known, done)) {
    done.set(layer.path, await evaluateOne(layer, done, evaluation));
    // Other messages are read between two layers.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const value = done.get(node.path);
  if (value === undefined) throw new Error(`${node.path} was not computed`);
  return value;
}

/** The layers to compute, inputs first; what is known on the way goes into `done`, where the cache cannot drop it. */
function missingLayers(
  node: GraphNode,
  known: LayerEvaluation['known'],
  done: Map<string, Tensor>,
): readonly GraphNode[] {
  const found = new Set<GraphNode>();
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next) || done.has(next.path)) continue;
    const value = known.get(next.path);
    if (value === undefined) {
      found.add(next);
      waiting.push(...next.inputs);
    } else done.set(next.path, value);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

async function evaluateOne(
  layer: GraphNode,
  done: ReadonlyMap<string, Tensor>,
  { program, feeds, weights, known }: LayerEvaluation,
): Promise<Tensor> {
  const features = program.functions['features'];
  if (features === undefined) throw new Error('the program has no function "features"');
  const body = sliceFunction(
    features,
    layer.path,
    layer.inputs.map(({ path }) => path),
  );
  const names = variablesOf(body);
  const variables = program.variables.filter(({ name }) => names.has(name));
  const backend = await loadWasmBackend();
  const values = await weights(names);
  const interpreter = createInterpreter({ ...program, variables, functions: { features: body } }, backend, values);
  try {
    const given = new Map(
      layer.inputs.flatMap(({ path }) => {
        const value = done.get(path);
        return value === undefined ? [] : [[givenFeed(path), value] as const];
      }),
    );
    const value = interpreter.run('features', new Map([...feeds, ...given]), alone).get(layer.path);
    if (value === undefined) throw new Error(`${layer.path} gave no value`);
    known.set(layer.path, value);
    return value;
  } finally {
    interpreter.dispose();
  }
}
