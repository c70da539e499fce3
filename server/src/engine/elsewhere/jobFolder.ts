/** The folder that trains elsewhere: text for people and Python, the first weights, and the data as arrays. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Program } from '../../compiler/program';
import type { GraphNode } from '../../language/model/graph';
import type { OutputSettings, TrainSettings } from '../../language/model/trainSettings';
import { ExportProblem } from '../../interop/export/exportProblem';
import { dataSource, type ExportedFeed } from '../../interop/export/ray/dataSource';
import { exportFile } from '../../interop/export/ray/exportFiles';
import { modelSource } from '../../interop/export/ray/modelSource';
import { readmeText } from '../../interop/export/ray/readmeText';
import type { Tensor } from '../backend';
import { elements } from '../data/examples';
import type { OpenedDataset } from '../data/openDataset';
import type { FeedPlan } from '../data/planFeeds';
import type { SampleWeights } from '../data/sampleWeights';
import { RunProblem, textOf } from '../runProblem';
import type { RunRecord } from '../runs/runRecord';
import { encodeSafetensors, type SafetensorsFile } from '../runs/safetensors';
import type { UnderstoodTraining } from '../understandSource';
import { jobVariables } from './jobVariables';
import { arraysSize, packageLimit, randomSteps, writeArrays, writtenSplits } from './writeArrays';

/** The files that are the same for every model. */
export const fixedFiles = [
  'train.py',
  'ray_train.py',
  'training.py',
  'worker.py',
  'order.py',
  'run_folder.py',
  'words.py',
  'weights.py',
  'checkpoint.py',
  'requirements.txt',
] as const;

export interface JobContent {
  readonly understood: UnderstoodTraining;
  readonly settings: TrainSettings;
  readonly dataset: OpenedDataset;
  readonly plan: FeedPlan;
  readonly weights: SampleWeights | undefined;
  readonly program: Program;
  readonly record: RunRecord;
  /** All variables as the training starts. */
  readonly variables: ReadonlyMap<string, Tensor>;
  /** The checkpoint that it goes on from. */
  readonly resume: SafetensorsFile | undefined;
}

/** Writes the folder anew. Throws a RunProblem where the model or the data cannot be carried over. */
export async function writeJobFolder(folder: string, content: JobContent): Promise<void> {
  const { settings, understood, record, program, variables, resume } = content;
  const parts = [...new Set(content.plan.feeds.flatMap((feed) => feed.parts))];
  const splits = writtenSplits(content.dataset, settings.validation.kind);
  const size = arraysSize(content.dataset, splits, parts);
  if (size > packageLimit) throw tooLarge(size);
  const texts = sourcesOf(content, await readFile(exportFile('data.py'), 'utf8'));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of fixedFiles) await copyFile(exportFile(file), join(folder, file));
  for (const [file, text] of Object.entries(texts)) await writeFile(join(folder, file), text);
  await writeFile(
    join(folder, 'README.md'),
    readmeText({ model: record.model, file: basename(record.file), batchSize: record.batchSize }),
  );
  const named = program.variables.filter(({ role }) => role === 'weight').map(({ name }) => name);
  const start = new Map([...variables].filter(([name]) => named.includes(name)));
  await writeFile(join(folder, 'weights.safetensors'), encodeSafetensors(start, new Map([['epoch', '0']])));
  if (resume !== undefined)
    await writeFile(join(folder, 'resume.safetensors'), encodeSafetensors(resume.tensors, resume.metadata));
  const run = {
    ...record,
    shuffle: settings.shuffle,
    callbacks: settings.callbacks.map(({ name }) => name),
    variables: jobVariables(understood.graph, settings, program),
  };
  await writeFile(join(folder, 'run.json'), `${JSON.stringify(run, undefined, 2)}\n`);
  await writeArrays(join(folder, 'data'), splits, parts, arrayName);
}

function sourcesOf(content: JobContent, dataTemplate: string): { readonly [file: string]: string } {
  const { settings, understood, dataset, plan, weights } = content;
  const { graph } = understood;
  const feedOf = (feed: string) => plan.feeds.find((source) => source.feed === feed)?.parts ?? [];
  const inputs = graph.inputs.map((node): ExportedFeed => {
    const input = plan.inputs.get(node.path);
    if (input === undefined) throw new RangeError(`nothing is fed to ${node.path}`);
    const { feed, shape, prelude } = input;
    return { arrays: feedOf(feed).map(arrayName), shape: shape.map(Number), steps: prelude, as: { kind: 'numbers' } };
  });
  const targets = new Map(
    settings.outputs.map((output) => [output.output, targetOf(output, content, feedOf)] as const),
  );
  const random = plan.feeds
    .flatMap(({ parts }) => parts)
    .map((part) => [arrayName(part), randomSteps(dataset, part)] as const);
  try {
    return {
      'model.py': modelSource(graph, settings),
      'data.py': dataSource(dataTemplate, {
        declaration: declarationOf(content),
        validation: settings.validation.kind === 'test' ? 'test' : 'validation',
        seed: settings.seed,
        inputs,
        targets,
        augmentation: new Map(random.filter(([, steps]) => steps.length > 0)),
        weights: weights && { array: arrayName(weights.part), byClass: weights.weights },
      }),
    };
  } catch (error) {
    if (!(error instanceof ExportProblem)) throw error;
    throw new RunProblem('export/keras', {
      message: `${graph.name} cannot be carried over to Keras`,
      reason: `${textOf(error)}.`,
      nextStep: 'Train it with an engine of this machine, or write it without that.',
    });
  }
}

/** A target in the form that Keras's loss of this name takes: labels, one number a class, or plain numbers. */
function targetOf(
  { output, loss, target }: OutputSettings,
  { plan, understood }: JobContent,
  feedOf: (feed: string) => readonly string[],
): ExportedFeed {
  const planned = plan.targets.get(output);
  if (planned === undefined) throw new RangeError(`nothing is compared with ${output}`);
  const { feed, dtype, prelude } = planned;
  const shape = planned.shape.map(Number);
  const predicted = shapeOf(understood.graph.outputs.find(({ name }) => name === output)?.node);
  const classes = predicted.at(-1) ?? 1;
  const areLabels = shape.length < predicted.length || (shape.at(-1) === 1 && classes !== 1);
  const base = { arrays: feedOf(feed).map(arrayName), shape, steps: prelude };
  if (loss.name.startsWith('sparse_categorical')) return { ...base, as: { kind: areLabels ? 'labels' : 'classes' } };
  if (dtype === 'int32' && areLabels && classes > 1) return { ...base, as: { kind: 'one-hot', classes } };
  const column = shape.length === predicted.length - 1 && classes === 1 && elements(predicted) === elements(shape);
  if (target === '') throw new RangeError(`${output} has no target`);
  return { ...base, shape: column ? [...shape, 1] : shape, as: { kind: 'numbers' } };
}

function shapeOf(node: GraphNode | undefined): readonly number[] {
  return (node?.output ?? []).map((size) => size ?? 1);
}

/** The text of the declaration, as it stands in the file. */
function declarationOf({ understood, record }: JobContent): string {
  const lines = record.source.split(/\r?\n/);
  const { source } = understood.data.request;
  return lines.find((line) => line.startsWith('data ') && line.includes(source)) ?? source;
}

/** Parts of a table may be called anything. */
function arrayName(part: string): string {
  return /^[A-Za-z][\w-]*$/.test(part) ? part : `part-${Buffer.from(part).toString('hex')}`;
}

function tooLarge(size: number): RunProblem {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
  return new RunProblem('ray/data-size', {
    message: `The data take ${megabytes(size)}, too much to be sent along`,
    reason: `Ray takes packages of up to ${megabytes(packageLimit)}.`,
    nextStep:
      'Train with --limit, make the images smaller (Resizing), or export the folder and put data/ where all workers see it (SHAPEWRIGHT_DATA).',
  });
}
