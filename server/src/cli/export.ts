/** `shapewright export FILE --to TARGET -o OUT`: a model in another tool's format. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { RunProblem } from '../engine/runProblem';
import { ExportProblem } from '../interop/export/exportProblem';
import type { ExportTarget } from '../interop/export/exportTarget';
import type { DocumentAnalysis, ModelAnalysis, TrainAnalysis } from '../language/model/graph';
import { analyzeFile } from './analyzeFile';
import { processOutput, type CommandOutput } from './command';
import { exportRay, rayUsage } from './export/exportRay';
import { exportTargets } from './export/targets';
import { weightsOf } from './export/weightsOf';
import { rootOf } from './runRoots';

const usage = `shapewright export FILE --to TARGET -o OUT [--model NAME | --train NAME] [--run RUN | --weights FILE]
                  [--workspace FOLDER] [--json]

${exportTargets.map(({ name, title }) => `  --to ${name.padEnd(12)} ${title}`).join('\n')}
  --to ${'ray'.padEnd(12)} a folder that trains by Keras, alone or as Ray workers

  --model NAME     which model, where the file has several
  --train NAME     which set-up: scripts then hold its data and training; without it the model's first
  --run RUN        the weights of this run (see: shapewright runs list)
  --weights FILE   those of a safetensors file; formats that need weights take those before training without either

${rayUsage}`;

/** Writes the files and gives the exit status: 1 where the model cannot be written so, 2 for a wrong command line. */
export async function runExport(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  if (argv.some((word, place) => word === '--to=ray' || (word === 'ray' && argv[place - 1] === '--to')))
    return exportRay(argv, output);
  const options = readOptions(argv);
  if (typeof options === 'string') {
    output.err.write(`${options}\n${usage}`);
    return 2;
  }
  if (options.help) {
    output.out.write(usage);
    return 0;
  }
  const { analysis } = await analyzeFile(options.file, options.workspace);
  const chosen = choose(analysis, options);
  if (typeof chosen === 'string') {
    output.err.write(`${chosen}\n`);
    return 1;
  }
  try {
    const files = await write(analysis, chosen, options, output);
    output.out.write(options.json ? `${JSON.stringify({ to: options.to.name, files })}\n` : `${files.join('\n')}\n`);
    return 0;
  } catch (error) {
    if (error instanceof RunProblem) output.err.write(`${error.message}\n  ${error.reason}\n  ${error.nextStep}\n`);
    else if (error instanceof ExportProblem) output.err.write(`${problemText(error, analysis, options.file)}\n`);
    else throw error;
    return 1;
  }
}

interface Options {
  readonly file: string;
  readonly to: ExportTarget;
  readonly out: string;
  readonly model: string | undefined;
  readonly train: string | undefined;
  readonly run: string | undefined;
  readonly weights: string | undefined;
  readonly workspace: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
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
  output: CommandOutput,
): Promise<readonly string[]> {
  const path = resolve(out);
  const stem = to.extension !== '' && path.endsWith(to.extension) ? path.slice(0, -to.extension.length) : path;
  const wants = to.weights === 'needed' || (to.weights === 'taken' && (run ?? weightsFile) !== undefined);
  const choice = { run, root: rootOf(resolve(file)), file: weightsFile, seed: train?.settings?.seed ?? 0 };
  const found = wants ? await weightsOf(model.graph, choice) : undefined;
  if (found !== undefined) output.err.write(`${model.graph.name} with ${found.name}\n`);
  const files = await to.write({
    analysis,
    model,
    train: wanted !== undefined && setUp === undefined ? undefined : train,
    weights: found?.weights,
    file: basename(file),
    name: basename(stem),
  });
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

/** A text is what is wrong. */
function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        out: { type: 'string', short: 'o' },
        model: { type: 'string' },
        train: { type: 'string' },
        run: { type: 'string' },
        weights: { type: 'string' },
        workspace: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { to, out, model, train, run, weights, workspace, json, help } = values;
    const [file = ''] = positionals;
    const target = exportTargets.find(({ name }) => name === to);
    const [first] = exportTargets;
    if (first === undefined) return 'There is no target.';
    const options = { file, to: target ?? first, out: out ?? '', model, train, run, weights, workspace, json, help };
    if (help) return options;
    if (positionals.length !== 1) return 'Name one file.';
    if (target === undefined)
      return `${to === undefined ? 'Name a target with --to' : `There is no target '${to}'`}: ${[...exportTargets.map(({ name }) => name), 'ray'].join(', ')}.`;
    if (out === undefined || out === '') return 'Name what to write with -o.';
    if (model !== undefined && train !== undefined) return '--model and --train exclude each other.';
    return run !== undefined && weights !== undefined ? '--run and --weights exclude each other.' : options;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
