/** Whole networks against real Keras: every layer's shape and parameters. `networks.py` makes the fixture. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/language/analyze';
import { layerRegistry } from '../../server/src/language/layers/registry';
import type { GraphNode, ModelGraph } from '../../server/src/language/model/graph';
import { formatShape, type Shape } from '../../server/src/language/model/shape';
import { programData } from '../helpers/programData';
import { testHost } from '../helpers/testHost';

interface Network {
  readonly file: string;
  readonly model: string;
  readonly params: number;
  /** Class, output shapes (one a use), parameters. */
  readonly layers: readonly (readonly [string, readonly Shape[], number])[];
}

const root = join(import.meta.dirname, '../..');
const fixture = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/networks.json'), 'utf8')) as {
  readonly networks: readonly Network[];
};

const folders = ['samples', 'samples/networks', 'test/fixtures/programs'];
const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.nn'))
    .map((name) => `${folder}/${name}`),
);
/** The samples keep their series in a folder of their own. */
const data = {
  ...programData,
  ...Object.fromEntries(Object.entries(programData).map(([name, description]) => [`data/${name}`, description])),
};

function modelsOf(file: string): readonly ModelGraph[] {
  const folder = file.slice(0, file.lastIndexOf('/'));
  const files = Object.fromEntries(
    sources
      .filter((name) => name.startsWith(`${folder}/`))
      .map((name) => [`file:///${name.slice(folder.length + 1)}`, readFileSync(join(root, name), 'utf8')]),
  );
  const uri = `file:///${file.slice(folder.length + 1)}`;
  return analyze({ uri, version: 1, text: files[uri] ?? '' }, testHost(files, data)).models.map(({ graph }) => graph);
}

/** Keras's `AveragePooling2D` is our `AvgPool2D`. */
function nameOf(kind: string): string {
  return layerRegistry.get(kind)?.name ?? kind;
}

function rowsOf(graph: ModelGraph): readonly string[] {
  const byOwner = new Map<GraphNode['owner'], GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.source !== undefined) continue;
    byOwner.set(node.owner, [...(byOwner.get(node.owner) ?? []), node]);
  }
  return [...byOwner].map(([owner, nodes]) =>
    row(
      nodes[0]?.layer.name ?? '',
      nodes.map(({ output }) => output),
      owner.params.params,
    ),
  );
}

function row(kind: string, shapes: readonly (Shape | undefined)[], params: number | null): string {
  return `${kind} ${shapes.map(formatShape).join(' ')} ${params}`;
}

/** One path from one input to the end: then the order is the only one there is. */
function isChain({ nodes }: ModelGraph): boolean {
  return nodes.every((node, index) =>
    index === 0 ? node.inputs.length === 0 : node.inputs.length === 1 && node.inputs[0] === nodes[index - 1],
  );
}

describe('networks against Keras', () => {
  it('covers every model of the samples and the shared programs', () => {
    const all = sources.flatMap((file) => modelsOf(file).map(({ name }) => `${file} ${name}`));
    expect(fixture.networks.map(({ file, model }) => `${file} ${model}`).sort()).toEqual(all.sort());
  });

  it.each(fixture.networks.map((network) => [`${network.file} ${network.model}`, network] as const))(
    '%s',
    (_name, network) => {
      const graph = modelsOf(network.file).find(({ name }) => name === network.model);
      if (graph === undefined) throw new Error(`${network.file} has no model ${network.model}`);
      expect(graph.totals.params).toBe(network.params);
      const keras = network.layers.map(([kind, shapes, params]) => row(nameOf(kind), shapes, params));
      const ours = rowsOf(graph);
      // Keras lists the layers of parallel branches by their distance from the output, the language by the text.
      if (isChain(graph)) expect(ours).toEqual(keras);
      else expect([...ours].sort()).toEqual([...keras].sort());
    },
  );
});
