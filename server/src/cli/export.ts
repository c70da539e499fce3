/** `shapewright export FILE --to TARGET -o OUT`: a model in another tool's format. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { RunProblem } from '../engine/runProblem';
import { ExportProblem } from '../interop/export/exportProblem';
import type { ExportTarget } from '../interop/export/exportTarget';
import type { DocumentAnalysis, ModelAnalysis, TrainAnalysis } from '../language/model/graph';
import { analyzeFile } from './analyzeFile';
import { defineCommand, oneFile, type Writer } from './command';
import { choice, needed, text, UsageMistake, workspaceOption, type Values } from './command/options';
import { exportRay } from './export/exportRay';
import { exportTargets } from './export/targets';
import { weightsOf } from './export/weightsOf';
import { refuseOutput, resultPlace, type ResultPlace } from './resultPlace';
import { rootOf } from './runRoots';
import { trainOptions } from './trainOptions';

const { epochs, limit, seed, 'batch-size': batchSize, 'data-folder': dataFolder } = trainOptions;

const exportOptions = {
  to: choice([...exportTargets.map(({ name }) => name), 'ray'], 'the format, below'),
  out: needed('OUT', 'what to write: a file, or a folder; - for one file on the standard output', { short: 'o' }),
  model: text('NAME', 'which model, where the file has several'),
  train: text('NAME', "which set-up: scripts then hold its data and training; without it the model's first"),
  run: text('RUN', 'the weights of this run (see: shapewright runs list)'),
  weights: text('FILE', 'those of a safetensors file; with --to ray also of a run'),
  workspace: workspaceOption,
  epochs,
  limit,
  seed,
  'batch-size': batchSize,
  'data-folder': dataFolder,
};

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'a model for Keras and others: scripts, weights, tables',
  operands: oneFile,
  options: exportOptions,
  examples: [
    'shapewright export samples/mnist.nn --to keras -o mnist.py',
    'shapewright export samples/mnist.nn --to safetensors -o mnist.safetensors --run last',
    'shapewright export samples/mnist.nn --to ray -o job --epochs 3',
  ],
  notes: `${exportTargets.map(({ name, title }) => `  --to ${name.padEnd(12)} ${title}`).join('\n')}
  --to ${'ray'.padEnd(12)} a folder that trains by Keras, alone or as Ray workers

Formats that need weights take those before training without --run or --weights. --epochs, --limit, --seed,
--batch-size and --data-folder are for --to ray.`,
  perform: async ({ operands: [file = ''], values, json, output }) => {
    if (values.to === 'ray') return exportRay(file, values, json, output);
    const to = exportTargets.find(({ name }) => name === values.to);
    if (to === undefined) throw new UsageMistake('Name a target with --to.');
    if (values.model !== undefined && values.train !== undefined)
      throw new UsageMistake('--model and --train exclude each other.');
    if (values.run !== undefined && values.weights !== undefined)
      throw new UsageMistake('--run and --weights exclude each other.');
    if (to.extension === '') refuseOutput(values.out, to.title);
    const place = resultPlace(values.out, json, output);
    const { analysis } = await analyzeFile(file, values.workspace);
    const options: Options = { ...values, file, to };
    const chosen = choose(analysis, options);
    if (typeof chosen === 'string')
      throw new RunProblem('export/model', {
        message: chosen,
        reason: 'One model of the file is exported.',
        nextStep: 'Name one with --model or --train.',
      });
    try {
      const written = await write(analysis, chosen, options, { place, err: output.err });
      if (json) output.out.write(`${JSON.stringify({ to: to.name, files: written })}\n`);
      else if (!place.isOutput) output.out.write(`${written.join('\n')}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof ExportProblem)) throw error;
      throw new RunProblem('export/layer', {
        message: problemText(error, analysis, file),
        reason: `What ${to.name} cannot hold is not written in part.`,
        nextStep: 'Change the layer, or name another target with --to.',
        error,
      });
    }
  },
});

interface Options extends Omit<Values<typeof exportOptions>, 'to'> {
  readonly file: string;
  readonly to: ExportTarget;
}

interface Target {
  readonly place: ResultPlace;
  readonly err: Writer;
}

interface Choice {
  readonly model: ModelAnalysis;
  readonly train: TrainAnalysis | undefined;
}

/** A text is what is wrong. */
function choose({ models, trains }: DocumentAnalysis, { file, model, train }: Options): Choice | string {
  const named = trains.find(({ name }) => name === train);
  if (train !== undefined && named?.model === undefined)
    return `${file} has no set-up '${train}'${list(trains.map(({ name }) => name))}.`;
  const [first] = models;
  const found = named?.model ?? (model === undefined ? first : models.find(({ graph }) => graph.name === model));
  const names = models.map(({ graph }) => graph.name);
  if (found === undefined) return `${file} has no model${model === undefined ? '' : ` '${model}'`}${list(names)}.`;
  if (named === undefined && model === undefined && models.length > 1)
    return `${file} has several models: say which with --model (${names.join(', ')}).`;
  return { model: found, train: named ?? trains.find((each) => each.model === found && each.settings !== undefined) };
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '' : `; it has ${names.join(', ')}`;
}

async function write(
  analysis: DocumentAnalysis,
  { model, train }: Choice,
  { file, to, out, run, weights: weightsFile, model: wanted, train: setUp }: Options,
  { place, err }: Target,
): Promise<readonly string[]> {
  const path = resolve(place.isOutput ? `${basename(file, '.nn')}${to.extension}` : out);
  const stem = to.extension !== '' && path.endsWith(to.extension) ? path.slice(0, -to.extension.length) : path;
  const wants = to.weights === 'needed' || (to.weights === 'taken' && (run ?? weightsFile) !== undefined);
  const choice = { run, root: rootOf(resolve(file)), file: weightsFile, seed: train?.settings?.seed ?? 0 };
  const found = wants ? await weightsOf(model.graph, choice) : undefined;
  if (found !== undefined) err.write(`${model.graph.name} with ${found.name}\n`);
  const files = await to.write({
    analysis,
    model,
    train: wanted !== undefined && setUp === undefined ? undefined : train,
    weights: found?.weights,
    file: basename(file),
    name: basename(stem),
  });
  const [first] = files;
  if (place.isOutput && first !== undefined) {
    if (files.length > 1) refuseOutput(out, `${to.title} with its weights is ${files.length} files`);
    await place.write(first.content);
    return [];
  }
  for (const { suffix, content } of files) {
    await mkdir(dirname(`${stem}${suffix}`), { recursive: true });
    await writeFile(`${stem}${suffix}`, content);
  }
  return files.map(({ suffix }) => `${stem}${suffix}`);
}

/** The layer's line, as compilers tell it. */
function problemText({ target, node, reason }: ExportProblem, analysis: DocumentAnalysis, file: string): string {
  if (node === undefined) return `${file}: cannot be exported to ${target}: ${reason}`;
  const place = node.origin.find(({ uri }) => uri === undefined);
  const document = TextDocument.create(analysis.uri, 'nn', 1, analysis.file.text);
  const at = place === undefined ? '' : `:${document.positionAt(place.span.start).line + 1}`;
  return `${file}${at}: ${node.layer.name} (${node.path}) cannot be exported to ${target}: ${reason}`;
}
