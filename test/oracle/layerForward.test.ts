import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../server/src/compiler/builder';
import { lowerForward } from '../../server/src/compiler/lowering';
import { runFunction } from '../../server/src/compiler/reference/session';
import { normalizeArguments } from '../../server/src/language/layers/arguments';
import type {
  ArgumentValue,
  LayerArguments,
  LayerDefinition,
  WeightDefinition,
} from '../../server/src/language/layers/definition';
import { layerRegistry } from '../../server/src/language/layers/registry';
import type { GraphNode, ModelGraph, Totals } from '../../server/src/language/model/graph';
import { elementCount, type Shape } from '../../server/src/language/model/shape';
import { layerNamed } from '../helpers/callLayer';

type Entry = [
  layer: string,
  inputs: Shape[],
  args: { [name: string]: ArgumentValue },
  training: boolean,
  output: number[],
  updates: number[][],
];

const batch = 2;
const none: Totals = { params: null, trainable: null, nonTrainable: null, macs: null };

function readEntries(): readonly Entry[] {
  const packed = readFileSync(new URL('./fixtures/layerForward.json.gz', import.meta.url));
  return JSON.parse(gunzipSync(packed).toString('utf8')) as Entry[];
}

/** The same tensor as in layerForward.py, float32 like there. */
function wave(tensor: number, count: number, positive = false): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const value = Math.sin(1.7 * (index + 1) + 0.31 * tensor);
    return positive ? Math.abs(value) + 0.5 : value;
  });
}

function nodeOf(
  id: number,
  layer: LayerDefinition,
  args: LayerArguments,
  inputs: readonly GraphNode[],
  weights: readonly WeightDefinition[],
): GraphNode {
  const path = inputs.length === 0 ? `input${id}` : 'layer';
  const owner = { path, name: path, weights, trainable: true, params: none };
  return {
    id,
    path,
    name: path,
    layer,
    args,
    inputs,
    output: undefined,
    owner,
    macs: null,
    receptiveField: undefined,
    source: undefined,
    origin: [],
    tensor: undefined,
    scope: [],
  };
}

/** The layer lowered and run by the float64 reference: its output, then the weights that it updates. */
function compute([name, inputs, values, training]: Entry): readonly (readonly number[])[] {
  const layer = layerNamed(name);
  const given = Object.entries(values).map(([argument, value]) => ({ name: argument, value }));
  const { args, problems } = normalizeArguments(layer, given);
  expect(problems).toEqual([]);
  const weights = layer.weights?.(inputs, args) ?? [];
  const identity = layerNamed('Identity');
  const fed = inputs.map((_, index) => nodeOf(index, identity, {}, [], []));
  const node = nodeOf(inputs.length, layer, args, fed, weights);
  const graph: ModelGraph = {
    name: 'test',
    nodes: [...fed, node],
    inputs: fed,
    outputs: [{ name: 'test', node }],
    totals: none,
    complete: true,
  };
  const builder = new GraphBuilder();
  const placeholders = new Map(
    fed.map(({ path }, index) => [
      path,
      builder.placeholder(path, 'float32', [null, ...(inputs[index] ?? []).map(Number)]),
    ]),
  );
  const random = (): never => {
    throw new Error(`${name} draws random numbers`);
  };
  const pass = lowerForward(builder, graph, { training, frozen: new Set(), inputs: placeholders, random });
  const output = pass.values.get(node);
  if (output === undefined) throw new Error(`${name} gives nothing`);
  const updates = [...pass.updates.values()];
  const results = [output, ...updates].map((value, index) => ({ name: String(index), tensor: builder.refOf(value) }));
  const feeds = new Map(
    fed.map(({ path }, index) => [path, tensor([batch, ...(inputs[index] ?? []).map(Number)], index)]),
  );
  const state = new Map(
    weights.map((weight, index) => [
      `layer/${weight.name}`,
      tensor(weight.shape.map(Number), 10 + index, weight.name.includes('variance')),
    ]),
  );
  const run = runFunction({ feeds: [], operations: builder.operations, results, metricLayout: [] }, state, feeds);
  return results.map((result) => [...(run.get(result.name)?.data ?? [])]);
}

function tensor(
  shape: readonly number[],
  index: number,
  positive = false,
): { readonly dtype: 'float32'; readonly shape: readonly number[]; readonly data: Float64Array } {
  return { dtype: 'float32', shape, data: Float64Array.from(wave(index, elementCount(shape) ?? 0, positive)) };
}

/** The largest error, relative where values are large; infinite where lengths differ. */
function distance(actual: readonly number[], wanted: readonly number[]): number {
  if (actual.length !== wanted.length) return Infinity;
  return Math.max(
    0,
    ...actual.map((value, index) => Math.abs(value - (wanted[index] ?? 0)) / Math.max(1, Math.abs(wanted[index] ?? 0))),
  );
}

describe('the arithmetic of layers is that of real Keras', () => {
  const entries = readEntries();
  const byLayer = new Map(entries.map(([name]) => [name, entries.filter(([other]) => other === name)]));

  it('covers every layer that computes and that Keras has', () => {
    const computed = new Set([...byLayer.keys()].map((name) => layerNamed(name).name));
    const missing = layerRegistry.all.filter(({ name, lower, trainingOnly, kerasName }) => {
      if (lower === undefined || trainingOnly === true || kerasName === 'activation' || computed.has(name))
        return false;
      return !/^(L2Pool|Reduce)|^ActivityRegularization$/.test(name);
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it.each([...byLayer])('%s', (_name, cases) => {
    const wrong = cases.flatMap((entry) => {
      const [, inputs, args, training, output, updates] = entry;
      const results = compute(entry);
      const error = Math.max(...[output, ...updates].map((wanted, index) => distance(results[index] ?? [], wanted)));
      return error < 1e-4
        ? []
        : [`${JSON.stringify(args)} on ${JSON.stringify(inputs)}${training ? ' in training' : ''}: off by ${error}`];
    });
    expect(wrong).toEqual([]);
  });
});
