/** Models that went out as a Keras script and come back from what real Keras saved of them. */
import type { Engine, Tensor } from '../../server/src/engine/backend';
import { importModel } from '../../server/src/interop/import/importModel';
import { layerOfActivation } from '../../server/src/interop/import/keras/layerNames';
import type { ImportNote } from '../../server/src/interop/import/importNode';
import { analyze } from '../../server/src/language/analyze';
import { isFunction } from '../../server/src/language/layers/readers';
import type { ModelGraph } from '../../server/src/language/model/graph';
import { testHost } from '../helpers/testHost';
import { predicted, type ReferenceOutputs } from './referenceOutputs';

export interface ComeBack {
  readonly graph: ModelGraph;
  readonly notes: readonly ImportNote[];
  readonly weights: ReadonlyMap<string, Tensor> | undefined;
}

/** Imports a file of Keras. Throws an ImportProblem, or an Error where the text has no model. */
export async function comeBack(name: string, bytes: Uint8Array): Promise<ComeBack> {
  const { text, weights, notes } = await importModel({ name, bytes });
  const [model] = analyze({ uri: 'file:///back.nn', version: 1, text }, testHost()).models;
  if (model === undefined) throw new Error(`${name} gives no model`);
  return { graph: model.graph, notes, weights };
}

/**
 * Rows of the summary that only one of the two has: layer, shape and parameters, whatever the layer is called. An
 * `Activation` comes back as the layer of its function where there is one.
 */
export function summaryDifferences(sent: ModelGraph, back: ModelGraph): readonly string[] {
  const left = rowsOf(back);
  const missing = rowsOf(sent).filter((row) => {
    const place = left.indexOf(row);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
  return [...missing.map((row) => `lost: ${row}`), ...left.map((row) => `new: ${row}`)];
}

function rowsOf({ nodes }: ModelGraph): string[] {
  return nodes.map(({ layer, args, output, owner }) => {
    const applied = args['activation'] ?? null;
    const own = layer.name === 'Activation' && isFunction(applied) ? layerOfActivation(applied.name) : undefined;
    const { name } = own ?? layer;
    return `${name} ${output?.join('x')} ${owner.params.params}`;
  });
}

/** The greatest |found - wanted| / (1 + |wanted|) over the outputs in their order. */
export async function outputsOff(
  { graph, weights }: ComeBack,
  engine: Engine,
  { sent, wanted }: { readonly sent: ModelGraph; readonly wanted: ReferenceOutputs },
): Promise<number> {
  // The text may name its inputs in another order; Keras calls them by their paths, with dots.
  const places = graph.inputs.map(({ path }, index) => {
    const place = sent.inputs.findIndex((input) => input.path.replaceAll('/', '.') === path.replaceAll('/', '.'));
    return place < 0 ? index : place;
  });
  const inputs = places.flatMap((place) => wanted.inputs[place] ?? []);
  const found = await predicted(graph, engine, { weights: weights ?? new Map(), inputs });
  const off = sent.outputs.map(({ name }, index) => {
    const [ours, theirs] = [found.get(graph.outputs[index]?.name ?? ''), wanted.outputs.get(name)];
    if (ours === undefined || ours.data.length !== theirs?.data.length) return Infinity;
    return relativeDifference([...ours.data], [...theirs.data]);
  });
  return Math.max(...off);
}

/** The greatest |found - wanted| / (1 + |wanted|). */
export function relativeDifference(found: readonly number[], wanted: readonly number[]): number {
  return wanted.reduce(
    (worst, value, at) => Math.max(worst, Math.abs((found[at] ?? NaN) - value) / (1 + Math.abs(value))),
    0,
  );
}
