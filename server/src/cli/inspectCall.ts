/** What `features`, `filters` and `predict` have in common: the model, its weights and the example. */
import { dirname, resolve } from 'node:path';
import { decodeImage, readImageBytes } from '../engine/data/formats/imageFile';
import { parse } from '../language/syntax/parser';
import { RunProblem } from '../engine/runProblem';
import type { InspectService } from '../engine/inspect/inspectService';
import type { ExampleChoice, InspectSubject, ModelAnswer, WeightsChoice } from '../protocol/inspectMessages';
import type { RunError } from '../protocol/runEvents';
import { chooseWeights } from './chooseWeights';
import { choice, dataFolderOption, flag, text, UsageMistake, wholeNumber, type Values } from './command/options';
import { readSource } from './readSource';
import { rootOf } from './runRoots';

/** Which model with which weights. */
export const modelOptions = {
  model: text('NAME', 'which model, where the file has several'),
  run: text(
    'RUN',
    'the weights of this run (see: shapewright runs list); without it those of the newest that fits the model',
  ),
  weights: text('FILE', 'those of a safetensors file'),
  epoch: wholeNumber('the weights after this epoch; 0 is before training'),
  'data-folder': dataFolderOption,
};

export const exampleOptions = {
  image: text('IMG', 'a PNG or JPEG, resized as the data are'),
  invert: flag('dark becomes bright: for ink on paper where the data are bright on dark'),
  index: wholeNumber('an example of the data instead; the first one without it'),
  split: choice(['train', 'test'], 'the part that it is of; test without it, where there is one'),
};

export interface InspectCall {
  readonly subject: InspectSubject;
  readonly weights: WeightsChoice;
  /** What the weights are, for the output. */
  readonly weightsName: string;
}

/** What a model looks at. */
export interface NamedExample {
  readonly example: ExampleChoice;
  /** For people: `test example 7`. */
  readonly name: string;
}

/**
 * The example that the options name; the first of the data, or a drawn one, without any. Throws a RunProblem where one
 * of the data is named that cannot be opened.
 */
export async function exampleOf(
  { image, invert, index, split }: Values<typeof exampleOptions>,
  { examples, problem }: ModelAnswer,
): Promise<NamedExample> {
  if (image !== undefined) {
    const file = resolve(image);
    const { height, width, channels, data } = await decodeImage(bytesOf(file), file);
    const pixels = Uint8Array.from({ length: height * width * 4 }, (_, index) =>
      index % 4 === 3 ? 255 : (data[Math.floor(index / 4) * channels + Math.min(index % 4, channels - 1)] ?? 0),
    );
    return { example: { kind: 'image', image: { name: image, width, height, pixels, invert } }, name: image };
  }
  if (examples === undefined || examples.train + examples.test === 0) {
    if (index !== undefined || split !== undefined) throw noData(problem);
    return {
      example: { kind: 'drawn' },
      name: `a drawn example${problem === undefined ? '' : ` (${problem.message})`}`,
    };
  }
  const part = split ?? (examples.test > 0 ? 'test' : 'train');
  return { example: { kind: 'data', split: part, index: index ?? 0 }, name: `${part} example ${index ?? 0}` };
}

/** The next step of a missing image is told for those that a table names. */
function bytesOf(file: string): Uint8Array {
  try {
    return readImageBytes(file);
  } catch (error) {
    if (!(error instanceof RunProblem)) throw error;
    const { code, message, reason } = error;
    throw new RunProblem(code, {
      message,
      reason,
      nextStep: 'Name a PNG or JPEG that can be read with --image.',
      error,
    });
  }
}

function noData(problem: RunError | undefined): RunProblem {
  if (problem !== undefined)
    return new RunProblem(problem.code, {
      message: problem.message,
      reason: problem.cause,
      nextStep: problem.nextStep,
    });
  return new RunProblem('inspect/example', {
    message: 'The model has no data',
    reason: 'Its input is declared by a shape alone, or its data by an error that shapewright check tells.',
    nextStep: 'Leave --index and --split out, or name an image with --image.',
  });
}

/** The model that a file and the options name, with its weights. Throws a RunProblem where those named do not fit it. */
export async function readInspectCall(
  name: string,
  values: Values<typeof modelOptions>,
  service: InspectService,
): Promise<InspectCall> {
  const file = resolve(name);
  const source = await readSource(file);
  const models = parse(source).declarations.flatMap((declaration) =>
    declaration.kind === 'Model' ? [declaration.name.text] : [],
  );
  const model = values.model ?? models[0] ?? '';
  if (values.model === undefined && models.length > 1)
    throw new UsageMistake(`${file} has several models: say which with --model (${models.join(', ')}).`);
  if (values.weights !== undefined && (values.run !== undefined || values.epoch !== undefined))
    throw new UsageMistake('--weights excludes --run and --epoch.');
  const root = rootOf(file);
  const roots = [dirname(file), root];
  const about = { file, source, model, runs: '', roots, dataFolders: values['data-folder'] };
  const { runs, weights, name: weightsName } = await chooseWeights(service, about, { ...values, root });
  return { subject: { ...about, runs }, weights, weightsName };
}
