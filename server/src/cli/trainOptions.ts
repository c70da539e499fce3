/** The options of a training on the command line. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { textOf } from '../engine/runProblem';
import { parse } from '../language/syntax/parser';
import type { EngineRequest } from '../protocol/engineMessages';

export interface TrainOptions {
  readonly file: string;
  readonly train: string | undefined;
  readonly json: boolean;
  readonly request: Omit<EngineRequest, 'folder' | 'file' | 'source' | 'train'>;
  /** Of the options that a command has besides. */
  readonly more: { readonly [name: string]: string | undefined };
}

/** What a training is asked for; `more` are further options with a text each. A text is what is wrong. */
export function readTrainOptions(
  argv: readonly string[],
  more: { readonly [name: string]: { readonly type: 'string'; readonly short?: string } },
): TrainOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...more,
        train: { type: 'string' },
        engine: { type: 'string', default: 'auto' },
        epochs: { type: 'string' },
        limit: { type: 'string' },
        seed: { type: 'string' },
        'batch-size': { type: 'string' },
        weights: { type: 'string' },
        'data-folder': { type: 'string', multiple: true, default: [] },
        on: { type: 'string' },
        address: { type: 'string', default: 'http://127.0.0.1:8265' },
        workers: { type: 'string', default: '2' },
        gpu: { type: 'boolean', default: false },
        python: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return 'Name one file.';
    return {
      file: resolve(file),
      train: values.train,
      json: values.json,
      more: Object.fromEntries(
        Object.entries(values).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] in more,
        ),
      ),
      request: {
        engine: engineOption(values.engine),
        ...placeOption(values),
        ...wholeNumber('epochs', 'epochs', values.epochs, 1),
        ...wholeNumber('limit', 'limit', values.limit, 1),
        ...wholeNumber('seed', 'seed', values.seed, Number.MIN_SAFE_INTEGER),
        ...wholeNumber('batchSize', 'batch-size', values['batch-size'], 1),
        ...(values.weights === undefined ? {} : { weights: values.weights }),
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

interface PlaceValues {
  readonly on?: string | undefined;
  readonly address: string;
  readonly workers: string;
  readonly gpu: boolean;
  readonly python?: string | undefined;
}

function placeOption({ on, address, workers, gpu, python }: PlaceValues): Pick<EngineRequest, 'on'> {
  const own = python === undefined ? {} : { python };
  if (on === undefined) return {};
  if (on === 'python') return { on: { kind: 'python', ...own } };
  if (on !== 'ray') throw new RangeError(`--on is python or ray, not "${on}".`);
  const { workers: count = 1 } = wholeNumber('workers', 'workers', workers, 1);
  return { on: { kind: 'ray', address, workers: count, ...(gpu ? { gpu } : {}), ...own } };
}

function wholeNumber<Name extends 'epochs' | 'limit' | 'seed' | 'batchSize' | 'workers'>(
  name: Name,
  option: string,
  text: string | undefined,
  min: number,
): { [key in Name]?: number } {
  if (text === undefined) return {};
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < min) {
    throw new RangeError(`--${option} takes a whole number${min > 0 ? ` from ${min}` : ''}, not "${text}".`);
  }
  return { [name]: value } as { [key in Name]?: number };
}

function dataFolder(text: string): readonly [string, string] {
  const [, source, folder] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (source === undefined || folder === undefined)
    throw new RangeError(`--data-folder is SOURCE=FOLDER, not "${text}".`);
  return [source, resolve(folder)];
}

/** The set-up that is trained without `--train`: the first one, by its own name or its model's. */
export function firstTrain(source: string): string {
  const train = parse(source).declarations.find((declaration) => declaration.kind === 'Train');
  return train === undefined ? '' : (train.name ?? train.model).text;
}
