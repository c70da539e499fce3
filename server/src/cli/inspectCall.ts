/** What `features`, `filters` and `predict` have in common: the model, its weights and the example. */
import { dirname, resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { decodeImage, readImageBytes } from '../engine/data/formats/imageFile';
import { runFiles } from '../engine/runs/runFolder';
import { snapshotEpochs } from '../engine/runs/snapshotStore';
import { toRunError } from '../engine/runProblem';
import { parse } from '../language/syntax/parser';
import type { ExampleChoice, InspectSubject, WeightsChoice } from '../protocol/inspectMessages';
import type { CommandOutput } from './command';
import { readSource } from './readSource';
import { rootOf, runNamed, runsOf } from './runRoots';

export const commonUsage = `  --model NAME          which model, where the file has several
  --run RUN             the weights of this run (see: shapewright runs list); without it those of the model's newest
  --epoch N             the weights after this epoch; 0 is before training
  --data-folder S=F     a folder that already holds the data of a source
`;

export const exampleUsage = `  --image IMG           a PNG or JPEG, resized as the data are
  --invert              dark becomes bright: for ink on paper where the data are bright on dark
  --index N             an example of the data instead, of the test part where there is one
`;

type Values = { readonly [name: string]: string | boolean | (string | boolean)[] | undefined };

export interface InspectCall {
  readonly subject: InspectSubject;
  readonly weights: WeightsChoice;
  /** What the weights are, for the output. */
  readonly weightsName: string;
  readonly values: Values;
}

const commonOptions = {
  model: { type: 'string' },
  run: { type: 'string' },
  epoch: { type: 'string' },
  image: { type: 'string' },
  index: { type: 'string' },
  invert: { type: 'boolean', default: false },
  'data-folder': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Runs a command over one model; tells wrong command lines (2) and problems (1) as the other commands do. */
export async function withInspectCall(
  argv: readonly string[],
  output: CommandOutput,
  { usage, options }: { readonly usage: string; readonly options: NonNullable<ParseArgsConfig['options']> },
  work: (call: InspectCall) => Promise<void>,
): Promise<number> {
  let values: Values;
  let files: readonly string[];
  try {
    const parsed = parseArgs({ args: [...argv], allowPositionals: true, options: { ...commonOptions, ...options } });
    values = parsed.values;
    files = parsed.positionals;
  } catch (error) {
    output.err.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  const [file] = files;
  if (values['help'] === true) {
    output.out.write(usage);
    return 0;
  }
  if (file === undefined || files.length > 1) {
    output.err.write(`Name one file.\n${usage}`);
    return 2;
  }
  try {
    await work(await readCall(resolve(file), values));
    return 0;
  } catch (error) {
    if (error instanceof RangeError) {
      output.err.write(`${error.message}\n`);
      return 2;
    }
    const { message, cause, nextStep, code } = toRunError(error);
    output.err.write(code === 'engine/failed' ? `${cause}\n` : `${message}\n  ${cause}\n  ${nextStep}\n`);
    return 1;
  }
}

/** The example that the options name; the first of the data, or a drawn one, without any. */
export async function exampleOf(
  { values }: InspectCall,
  examples: { readonly train: number; readonly test: number } | undefined,
): Promise<ExampleChoice> {
  const image = textOf(values, 'image');
  if (image !== undefined) {
    const file = resolve(image);
    const { height, width, channels, data } = await decodeImage(await readImageBytes(file), file);
    const pixels = Uint8Array.from({ length: height * width * 4 }, (_, index) =>
      index % 4 === 3 ? 255 : (data[Math.floor(index / 4) * channels + Math.min(index % 4, channels - 1)] ?? 0),
    );
    return { kind: 'image', image: { name: image, width, height, pixels, invert: values['invert'] === true } };
  }
  const index = wholeNumber(values, 'index') ?? 0;
  if (examples === undefined || examples.train + examples.test === 0) return { kind: 'drawn' };
  return { kind: 'data', split: examples.test > 0 ? 'test' : 'train', index };
}

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

async function readCall(file: string, values: Values): Promise<InspectCall> {
  const source = await readSource(file);
  const models = parse(source).declarations.flatMap((declaration) =>
    declaration.kind === 'Model' ? [declaration.name.text] : [],
  );
  const wanted = textOf(values, 'model');
  const model = wanted ?? models[0] ?? '';
  if (wanted === undefined && models.length > 1)
    throw new RangeError(`${file} has several models: say which with --model (${models.join(', ')}).`);
  const root = rootOf(file);
  const chosen = await chooseRun(root, file, model, textOf(values, 'run'), wholeNumber(values, 'epoch'));
  return {
    subject: { file, source, model, runs: chosen.runs, roots: [dirname(file), root], dataFolders: dataFolders(values) },
    weights: chosen.weights,
    weightsName: chosen.name,
    values,
  };
}

/** The run named, or the model's newest with weights; untrained where there is none. */
async function chooseRun(
  root: string,
  file: string,
  model: string,
  name: string | undefined,
  epoch: number | undefined,
) {
  const own = async () => (await runsOf(root)).find(({ record }) => record?.file === file && record.model === model);
  const run = name === undefined ? await own() : await runNamed(root, name);
  const untrained = { runs: '', weights: { kind: 'initial' } as WeightsChoice, name: 'untrained' };
  if (run === undefined || epoch === 0) return untrained;
  const epochs = await snapshotEpochs(runFiles(run.folder).snapshots);
  const runs = dirname(run.folder);
  if (epoch === undefined && run.checkpoint !== undefined) {
    return {
      runs,
      weights: { kind: 'checkpoint', run: run.run } as WeightsChoice,
      name: `the best weights of run ${run.run}`,
    };
  }
  const kept = epoch ?? epochs.at(-1);
  if (kept === undefined) return untrained;
  if (!epochs.includes(kept))
    throw new RangeError(`Run ${run.run} has kept the weights of epochs ${epochs.join(', ')}, not of ${kept}.`);
  return {
    runs,
    weights: { kind: 'epoch', run: run.run, epoch: kept } as WeightsChoice,
    name: `epoch ${kept} of run ${run.run}`,
  };
}

function wholeNumber(values: Values, name: string): number | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`--${name} takes a whole number, not "${text}".`);
  return value;
}

function dataFolders(values: Values): { readonly [source: string]: string } {
  const given = values['data-folder'];
  const pairs = (Array.isArray(given) ? given : []).map((text): readonly [string, string] => {
    const [, source, folder] = /^([^=]+)=(.+)$/.exec(String(text)) ?? [];
    if (source === undefined || folder === undefined)
      throw new RangeError(`--data-folder is SOURCE=FOLDER, not "${String(text)}".`);
    return [source, resolve(folder)];
  });
  return Object.fromEntries(pairs);
}
