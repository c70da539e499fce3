/** `shapewright train FILE`: a training on the terminal, or as JSON lines. */
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from '../language/syntax/parser';
import { launchEngine } from '../engine/launch';
import { claimRunFolder } from '../engine/runs/runFolder';
import { textOf } from '../engine/runProblem';
import type { EngineRequest } from '../protocol/engineMessages';
import { eventToJson } from '../protocol/eventJson';
import type { RunEvent } from '../protocol/runEvents';
import { createTrainDisplay } from './trainDisplay';

const usage = `shapewright train FILE [--train NAME] [--engine auto|native|wasm] [--epochs N] [--limit N] [--seed N]
                 [--data-folder SOURCE=FOLDER]… [--json]
`;

/** The events that `--json` writes; the rest are for windows. */
const written = new Set<RunEvent['event']>(['start', 'batch', 'epoch', 'evaluate', 'end']);

export interface TrainEnvironment {
  readonly output: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly errors: { write(text: string): unknown };
  /** The bundle of the engine process. */
  readonly script: string;
}

/** Trains and gives the exit status: 0, 1 where the training or an assertion failed, 2 for a wrong command line. */
export async function runTrain(argv: readonly string[], environment?: TrainEnvironment): Promise<number> {
  const { output, errors, script } = environment ?? (await processEnvironment());
  if (argv.includes('--help') || argv.includes('-h')) {
    output.write(usage);
    return 0;
  }
  const options = readOptions(argv);
  if (typeof options === 'string') {
    errors.write(`${options}\n${usage}`);
    return 2;
  }
  let source: string;
  try {
    source = (await readFile(options.file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    errors.write(`${options.file} cannot be read: ${textOf(error)}\n`);
    return 1;
  }
  const { folder } = await claimRunFolder(rootOf(options.file));
  const request: EngineRequest = { ...options.request, folder, file: options.file, source, train: options.train ?? firstTrain(source) };

  const display = createTrainDisplay(output, errors);
  let status = 1;
  const connection = launchEngine(request, {
    script,
    onEvents: (events) => {
      for (const event of events) {
        if (!options.json) display(event);
        else if (written.has(event.event)) output.write(`${eventToJson(event)}\n`);
        else if (event.event === 'warning') errors.write(`${event.message}\n`);
        if (event.event === 'end') status = exitStatus(event);
      }
    },
  });
  const stop = (): void => connection.stop();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await connection.closed;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  return status;
}

interface TrainOptions {
  readonly file: string;
  readonly train: string | undefined;
  readonly json: boolean;
  readonly request: Omit<EngineRequest, 'folder' | 'file' | 'source' | 'train'>;
}

/** A text is what is wrong. */
function readOptions(argv: readonly string[]): TrainOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        train: { type: 'string' },
        engine: { type: 'string', default: 'auto' },
        epochs: { type: 'string' },
        limit: { type: 'string' },
        seed: { type: 'string' },
        'data-folder': { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return 'Name one file.';
    return {
      file: resolve(file),
      train: values.train,
      json: values.json,
      request: {
        engine: engineOption(values.engine),
        ...wholeNumber('epochs', values.epochs, 1),
        ...wholeNumber('limit', values.limit, 1),
        ...wholeNumber('seed', values.seed, Number.MIN_SAFE_INTEGER),
        dataFolders: Object.fromEntries(values['data-folder'].map(dataFolder)),
      },
    };
  } catch (error) {
    return textOf(error);
  }
}

function engineOption(text: string): EngineRequest['engine'] {
  if (text === 'auto' || text === 'native' || text === 'wasm') return text;
  throw new RangeError(`--engine is auto, native or wasm, not "${text}".`);
}

function wholeNumber<Name extends 'epochs' | 'limit' | 'seed'>(name: Name, text: string | undefined, min: number): { [key in Name]?: number } {
  if (text === undefined) return {};
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < min) {
    throw new RangeError(`--${name} takes a whole number${min > 0 ? ` from ${min}` : ''}, not "${text}".`);
  }
  return { [name]: value } as { [key in Name]?: number };
}

function dataFolder(text: string): readonly [string, string] {
  const [, source, folder] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (source === undefined || folder === undefined) throw new RangeError(`--data-folder is SOURCE=FOLDER, not "${text}".`);
  return [source, resolve(folder)];
}

/** The set-up that is trained without `--train`: the first one, by its own name or its model's. */
function firstTrain(source: string): string {
  const train = parse(source).declarations.find((declaration) => declaration.kind === 'Train');
  return train === undefined ? '' : (train.name ?? train.model).text;
}

/** Runs are kept in the folder one stands in, where the file is below it; else beside the file. */
function rootOf(file: string): string {
  return relative(process.cwd(), file).startsWith('..') ? dirname(file) : process.cwd();
}

function exitStatus(event: Extract<RunEvent, { event: 'end' }>): number {
  const failed = event.reason === 'failed' || event.reason === 'killed';
  return failed || event.assertions?.some(({ holds }) => !holds) === true ? 1 : 0;
}

/** The engine's bundle lies beside that of the command line, links followed. */
async function processEnvironment(): Promise<TrainEnvironment> {
  const script = join(dirname(await realpath(process.argv[1] ?? '.')), 'engine.js');
  return { output: process.stdout, errors: process.stderr, script };
}
