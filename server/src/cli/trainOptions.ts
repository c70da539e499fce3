/** The options of a training on the command line. */
import { parse } from '../language/syntax/parser';
import type { EngineRequest } from '../protocol/engineMessages';
import { choice, dataFolderOption, flag, text, wholeNumber, type Values } from './command/options';

export const trainOptions = {
  train: text('NAME', 'which set-up, by its name or its model; the first one without it'),
  engine: choice(['auto', 'native', 'wasm'], 'which engine; auto without it'),
  epochs: wholeNumber('in place of those of the text', { min: 1 }),
  limit: wholeNumber('so many of the training examples', { min: 1 }),
  seed: wholeNumber('in place of that of the text', { min: Number.MIN_SAFE_INTEGER }),
  'batch-size': wholeNumber('in place of that of the text', { min: 1 }),
  weights: text('RUN|FILE', 'the weights to start from'),
  'data-folder': dataFolderOption,
  on: choice(['python', 'ray'], 'train by Keras: on this machine, or on a Ray cluster'),
  address: text('URL', 'of the Ray cluster; http://127.0.0.1:8265 without it'),
  workers: wholeNumber('on the Ray cluster; 2 without it', { min: 1 }),
  gpu: flag('each worker of the cluster takes a GPU'),
  python: text('PROGRAM', 'the Python that has Keras, or Ray'),
};

/** What the engine process is asked for by the options of a training. */
export function trainRequest(
  values: Partial<Values<typeof trainOptions>>,
): Omit<EngineRequest, 'folder' | 'file' | 'source' | 'train'> {
  const { engine, epochs, limit, seed, weights } = values;
  const batchSize = values['batch-size'];
  return {
    engine: engine ?? 'auto',
    ...placeOf(values),
    ...(epochs === undefined ? {} : { epochs }),
    ...(limit === undefined ? {} : { limit }),
    ...(seed === undefined ? {} : { seed }),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(weights === undefined ? {} : { weights }),
    dataFolders: values['data-folder'] ?? {},
  };
}

function placeOf({
  on,
  address,
  workers,
  gpu,
  python,
}: Partial<Values<typeof trainOptions>>): Pick<EngineRequest, 'on'> {
  const own = python === undefined ? {} : { python };
  if (on === undefined) return {};
  if (on === 'python') return { on: { kind: 'python', ...own } };
  const cluster = {
    address: address ?? 'http://127.0.0.1:8265',
    workers: workers ?? 2,
    ...(gpu === true ? { gpu } : {}),
  };
  return { on: { kind: 'ray', ...cluster, ...own } };
}

/** The set-up that is trained without `--train`: the first one, by its own name or its model's. */
export function firstTrain(source: string): string {
  const train = parse(source).declarations.find((declaration) => declaration.kind === 'Train');
  return train === undefined ? '' : (train.name ?? train.model).text;
}

/** The model of a set-up, told from the text alone; empty where there is none of that name. */
export function modelOfTrain(source: string, name: string): string {
  const train = parse(source).declarations.find(
    (declaration) => declaration.kind === 'Train' && (declaration.name ?? declaration.model).text === name,
  );
  return train?.kind === 'Train' ? train.model.text : '';
}
