/** The models of keras.applications as `test/oracle/applications.py` wrote them down. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compilePrediction } from '../../server/src/compiler/compile';
import { variableName } from '../../server/src/compiler/lowering';
import type { Engine, Tensor } from '../../server/src/engine/backend';
import { analyze } from '../../server/src/language/analyze';
import type { GraphNode, ModelGraph } from '../../server/src/language/model/graph';
import { matchGraphs } from '../../server/src/interop/import/match';
import { readConfig } from '../../server/src/interop/import/keras/readConfig';
import { toImportGraph } from '../../server/src/interop/import/keras/toImportGraph';
import { readJson } from '../../server/src/interop/import/source/readJson';
import { writeModel } from '../../server/src/interop/import/write/writeModel';
import { planOf } from './compileText';
import { testHost } from './testHost';

export interface Application {
  readonly name: string;
  readonly json: string;
  readonly params: number;
  /** Name, class, output shape, parameters. */
  readonly layers: readonly (readonly [string, string, readonly (number | null)[], number])[];
}

export interface ApplicationOutput {
  readonly name: string;
  readonly size: number;
  readonly pixels: boolean;
  readonly json: string;
  readonly values: readonly number[];
}

/** `root` is the project's folder. */
export function readApplications(root: string): readonly Application[] {
  return fixture(root, 'applications.json.gz') as readonly Application[];
}

export function readOutputs(root: string): readonly ApplicationOutput[] {
  return fixture(root, 'applicationOutputs.json.gz') as readonly ApplicationOutput[];
}

/** Packed JSON of test/oracle/fixtures. */
export function fixture(root: string, name: string): unknown {
  const packed = readFileSync(join(root, 'test/oracle/fixtures', name));
  return JSON.parse(gunzipSync(packed).toString('utf8'));
}

/** The `.nn` text of a model and its graph, each node with Keras's layer. Throws where they differ. */
export function importedGraph(name: string, json: string) {
  const graph = toImportGraph(readConfig(readJson(json, name), name));
  const { text } = writeModel(graph, { blocks: true, training: () => '' });
  const [model] = analyze({ uri: 'file:///import.nn', version: 1, text }, testHost()).models;
  if (model === undefined) throw new Error(`${name} gives no model`);
  const { pairs, difference } = matchGraphs(model.graph, graph);
  if (difference !== undefined) throw new Error(`${name} differs at ${difference}`);
  return { graph: model.graph, pairs, text, notes: graph.notes };
}

/** Where a layer's shape or parameters are not Keras's; the layers that one side lacks, too. */
export function applicationDifferences({ name, json, params, layers }: Application): readonly string[] {
  const { graph, pairs, notes } = importedGraph(name, json);
  const found = new Map<string, GraphNode>();
  for (const [node, { name: keras }] of pairs) found.set(keras, node);
  const differences = notes.map(({ place, message }) => `${place}: ${message}`);
  for (const [layer, kind, shape, count] of layers) {
    // The input of a nested model is no layer of its own.
    if (kind === 'InputLayer' && !found.has(layer)) continue;
    const node = found.get(layer);
    const ours = node && `${node.output?.join('x')} ${node.owner.params.params}`;
    if (ours !== `${shape.join('x')} ${count}`)
      differences.push(`${layer}: ${ours}, Keras ${shape.join('x')} ${count}`);
  }
  if (graph.totals.params !== params) differences.push(`${graph.totals.params} parameters, Keras ${params}`);
  return differences;
}

/** The largest difference of our outputs from Keras's, as a share of Keras's largest. */
export async function outputDifference(engine: Engine, output: ApplicationOutput): Promise<number> {
  const { graph, pairs } = importedGraph(output.name, output.json);
  const plan = planOf(graph, {});
  const program = compilePrediction(graph, plan);
  const values = madeWeights(graph, (node) => pairs.get(node)?.name ?? '');
  const session = await engine.load(program, { variables: values });
  const shape = [1, output.size, output.size, 3];
  const scale = output.pixels ? 255 : 1;
  // Keras rounds to 32 bits before it scales.
  const data = Float32Array.from(madeInput(shape).data, (value) => value * scale);
  const feed = graph.inputs[0]?.path ?? '';
  const results = await session.run('predict', new Map([[feed, { dtype: 'float32', shape, data }]]));
  await session.dispose();
  const [ours] = [...results.values()];
  const largest = Math.max(...output.values.map(Math.abs));
  if (ours?.data.length !== output.values.length || largest === 0) return Infinity;
  return Math.max(...output.values.map((value, index) => Math.abs(value - (ours.data[index] ?? NaN)))) / largest;
}

/** Weights as applications.py draws them for layers of these names. */
export function madeWeights(
  { nodes }: ModelGraph,
  kerasName: (node: GraphNode) => string,
): ReadonlyMap<string, Tensor> {
  const values = new Map<string, Tensor>();
  for (const node of nodes)
    for (const weight of node.owner.weights) {
      const shape = weight.shape.map(Number);
      const name = variableName(node.owner, weight.name);
      if (!values.has(name))
        values.set(name, { dtype: 'float32', shape, data: madeWeight(kerasName(node), weight.name, shape) });
    }
  return values;
}

/** An input as applications.py draws it. */
export function madeInput(shape: readonly number[]): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { dtype: 'float32', shape, data: Float32Array.from(draw('input', count)) };
}

/** `weight` of applications.py. */
function madeWeight(name: string, weight: string, shape: readonly number[]): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const draws = draw(`${name}/${weight}`, count);
  if (/kernel$/.test(weight)) {
    const sizes = weight === 'depthwise_kernel' || weight === 'depthwise' ? shape.slice(0, -2) : shape.slice(0, -1);
    const limit = Math.sqrt(4 / sizes.reduce((product, size) => product * size, 1));
    return new Float32Array(draws.map((value) => (2 * value - 1) * limit));
  }
  if (['gamma', 'variance', 'moving_variance'].includes(weight))
    return new Float32Array(draws.map((value) => 0.8 + 0.4 * value));
  return new Float32Array(draws.map((value) => (weight === 'count' ? 0 : 0.2 * (2 * value - 1))));
}

/** `draw` of applications.py. */
function draw(key: string, count: number): Float64Array {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) seed = Math.imul(seed ^ byte, 0x01000193) >>> 0;
  // A loop in place of Float64Array.from, which takes seconds for the weights of a large model.
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    let hash = (seed + Math.imul(index, 0x9e3779b9)) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    values[index] = ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  }
  return values;
}
