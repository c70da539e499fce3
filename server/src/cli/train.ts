/** `shapewright train FILE`: a training on the terminal, or as JSON lines. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from '../language/syntax/parser';
import { claimRunFolder } from '../engine/runs/runFolder';
import { textOf } from '../engine/runProblem';
import type { EngineRequest } from '../protocol/engineMessages';
import { followTraining, trainEnvironment, type TrainEnvironment } from './followTraining';
import { readSource } from './readSource';
import { rootOf, runStorage } from './runRoots';

const usage = `shapewright train FILE [--train NAME] [--engine auto|native|wasm] [--epochs N] [--limit N] [--seed N]
                 [--batch-size N] [--weights RUN|FILE] [--data-folder SOURCE=FOLDER]… [--json]
                 [--on python|ray] [--address URL] [--workers N] [--gpu] [--python PROGRAM]

--weights starts from those of a run, of the latest run of a set-up, or of a safetensors file, layer by layer.
--on python trains by Keras on this machine, --on ray by --workers (2) on the Ray cluster at --address
(http://127.0.0.1:8265); an interrupt stops the job, which keeps a checkpoint.
`;

/** Trains and gives the exit status: 0, 1 where the training or an assertion failed, 2 for a wrong command line. */
export async function runTrain(argv: readonly string[], environment?: TrainEnvironment): Promise<number> {
  const { output, errors, script } = environment ?? (await trainEnvironment());
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
    source = await readSource(options.file);
  } catch (error) {
    errors.write(`${textOf(error)}\n`);
    return 1;
  }
  const wanted = rootOf(options.file);
  const { folder, root } = await claimRunFolder(wanted, runStorage());
  if (root !== wanted) errors.write(`${wanted} cannot be written: the run is kept in ${folder}\n`);
  const request: EngineRequest = {
    ...options.request,
    folder,
    file: options.file,
    source,
    train: options.train ?? firstTrain(source),
    workspace: wanted,
  };
  return followTraining(request, { output, errors, script }, options.json);
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
function firstTrain(source: string): string {
  const train = parse(source).declarations.find((declaration) => declaration.kind === 'Train');
  return train === undefined ? '' : (train.name ?? train.model).text;
}
