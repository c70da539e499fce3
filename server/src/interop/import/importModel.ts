/** Brings a model of Keras or TensorFlow.js into the language. Nothing of a file is ever executed. */
import { variableName } from '../../compiler/lowering';
import type { Tensor } from '../../engine/backend';
import { analyze } from '../../language/analyze';
import type { ModelGraph } from '../../language/model/graph';
import { ImportProblem } from './importProblem';
import type { ImportGraph, ImportNote } from './importNode';
import { readConfig } from './keras/readConfig';
import { toImportGraph } from './keras/toImportGraph';
import type { KerasModel } from './keras/kerasModel';
import { matchGraphs, type GraphMatch } from './match';
import { readPython } from './python/readPython';
import { isObject, objectAt, own, readJson, type JsonObject } from './source/readJson';
import { readZip } from './source/zip';
import { isHdf5 } from './source/hdf5';
import { kerasWeights } from './weights/kerasWeights';
import { tfjsWeights, type ReadBeside } from './weights/tfjsWeights';
import type { WeightSource } from './weights/weightSource';
import { writeModel } from './write/writeModel';
import { writeTraining } from './write/writeTraining';

export interface ImportInput {
  /** For messages and the comment at the head of the text. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Reads files that belong to it: the shards of a TensorFlow.js model. */
  readonly readBeside?: ReadBeside;
  /** The name of the file into which the weights go, for `weights:` of a train block. */
  readonly weightsFile?: string;
}

export interface ImportedModel {
  /** The `.nn` text in the common layout. */
  readonly text: string;
  /** The model's name in it. */
  readonly model: string;
  readonly layers: number;
  /** What could not be brought over, each with its place in the file. */
  readonly notes: readonly ImportNote[];
  /** By the language's stable names; undefined where the file has no weights. */
  readonly weights: ReadonlyMap<string, Tensor> | undefined;
}

interface Source {
  readonly model: KerasModel;
  readonly weights: WeightSource | undefined;
  readonly compile: JsonObject | undefined;
  readonly notes: readonly ImportNote[];
}

/** Reads a file by what it holds, not by its ending. Throws an ImportProblem where it is no model. */
export async function importModel(input: ImportInput): Promise<ImportedModel> {
  const source = await readSource(input);
  const graph = toImportGraph(source.model);
  if (graph.outputs.length === 0)
    throw new ImportProblem('the model has no layers', input.name, 'Import a model that has at least one layer.');
  const notes = [...source.notes, ...graph.notes];
  const training = (model: string): string => writeTraining(source.compile, model, source.weights && input.weightsFile);
  let written = write(graph, { blocks: true, training });
  if (written.match.difference !== undefined) written = write(graph, { blocks: false, training });
  const { difference } = written.match;
  const isWhole = graph.nodes.every(({ unknown }) => unknown === undefined);
  if (difference !== undefined && isWhole)
    notes.push({ place: difference, message: 'from here on the text says something else than the file' });
  const weights = source.weights && collectWeights(written, source.weights, notes);
  const text = `${headOf(input.name, notes)}\n${written.text}`;
  return { text, model: written.model, layers: graph.nodes.length, notes, weights };
}

/** The comment that says where a text is from and what it lacks. */
function headOf(name: string, notes: readonly ImportNote[]): string {
  const lines = [
    `Imported from ${name}`,
    ...(notes.length === 0 ? [] : ['Not brought over:']),
    ...notes.map(({ place, message }) => `  ${message}: ${place}`),
  ];
  return lines.map((line) => `# ${line.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')}\n`).join('');
}

interface Written {
  readonly text: string;
  readonly model: string;
  readonly graph: ModelGraph | undefined;
  readonly match: GraphMatch;
}

function write(graph: ImportGraph, options: { blocks: boolean; training: (model: string) => string }): Written {
  const { text, model } = writeModel(graph, options);
  const analysis = analyze({ uri: 'untitled:import.nn', version: 1, text }, noFiles);
  const made = analysis.models[0]?.graph;
  const match = made === undefined ? { pairs: new Map(), difference: model } : matchGraphs(made, graph);
  return { text, model, graph: made, match };
}

const noFiles = {
  readFile: () => undefined,
  resolve: () => undefined,
  describe: () => ({ kind: 'pending' as const }),
};

/** Each weight of the text's layers with its value; those that the file does not have are told. */
function collectWeights(written: Written, source: WeightSource, notes: ImportNote[]): ReadonlyMap<string, Tensor> {
  const weights = new Map<string, Tensor>();
  for (const [node, imported] of written.match.pairs)
    node.owner.weights.forEach((weight, index) => {
      const name = variableName(node.owner, weight.name);
      if (weights.has(name)) return;
      const found = source.find(imported.path, { name: weight.name, index });
      const place = imported.path.join('/');
      if (found === undefined) notes.push({ place, message: `${weight.name} is not in the file` });
      else if (found.shape.join('x') !== weight.shape.join('x'))
        notes.push({ place, message: `${weight.name} has the shape ${found.shape.join('x')} in the file` });
      else weights.set(name, found);
    });
  return weights;
}

async function readSource(input: ImportInput): Promise<Source> {
  const { bytes, name } = input;
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readKeras(bytes, name);
  if (isHdf5(bytes))
    throw new ImportProblem(
      'it is a model in the old HDF5 form, or weights alone',
      name,
      'Load it in Keras and save it as .keras.',
    );
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  if (!/^\s*\{/.test(text)) {
    const { model, compile, notes } = readPython(text, name);
    return { model, compile, notes, weights: undefined };
  }
  return readJsonModel(readJson(text, name), input);
}

function readKeras(bytes: Uint8Array, name: string): Source {
  const entries = readZip(bytes, name);
  const config = entries.get('config.json');
  if (config === undefined)
    throw new ImportProblem('the archive has no config.json', name, 'Take a file that model.save("name.keras") wrote.');
  const place = `${name}: config.json`;
  const json = readJson(new TextDecoder().decode(config.read()), place);
  const model = readConfig(json, place);
  const stored = entries.get('model.weights.h5');
  const compile = own(json, 'compile_config');
  return {
    model,
    compile: isObject(compile) ? compile : undefined,
    weights: stored && kerasWeights(stored.read(), model, `${name}: model.weights.h5`),
    notes: stored === undefined ? [{ place: name, message: 'the archive has no weights' }] : [],
  };
}

async function readJsonModel(json: JsonObject, { name, readBeside }: ImportInput): Promise<Source> {
  if (own(json, 'format') === 'graph-model')
    throw new ImportProblem('it is a graph model, which has no layers', name, 'Convert the model as a layers model.');
  const topology = own(json, 'modelTopology');
  if (topology === undefined) {
    const compile = own(json, 'compile_config');
    return {
      model: readConfig(json, name),
      compile: isObject(compile) ? compile : undefined,
      weights: undefined,
      notes: [],
    };
  }
  const inner = objectAt(topology, `${name}.modelTopology`);
  const config = own(inner, 'model_config');
  const training = own(inner, 'training_config');
  const model = isObject(config)
    ? readConfig(config, `${name}.modelTopology.model_config`)
    : readConfig(inner, `${name}.modelTopology`);
  return {
    model,
    compile: isObject(training) ? training : undefined,
    weights:
      readBeside && own(json, 'weightsManifest') !== undefined ? await tfjsWeights(json, readBeside, name) : undefined,
    notes: [],
  };
}
