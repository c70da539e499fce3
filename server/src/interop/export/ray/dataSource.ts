import type { ArgumentValue } from '../../../language/layers/definition';
import type { DataStep } from '../../../language/model/graph';
import { ExportProblem } from '../exportProblem';
import { literalText } from '../keras/functionText';

/** What `data.py` says of one input or target of the model. */
export interface ExportedFeed {
  /** The arrays that it comes from; several stand side by side, as columns of a table. */
  readonly arrays: readonly string[];
  /** Of one example. */
  readonly shape: readonly number[];
  /** Pointwise steps, done on what is read. */
  readonly steps: readonly DataStep[];
  /** `labels`: whole numbers; `one-hot`: of so many classes; `classes`: the greatest of a row. */
  readonly as:
    { readonly kind: 'numbers' | 'labels' | 'classes' } | { readonly kind: 'one-hot'; readonly classes: number };
}

export interface ExportedData {
  /** The declaration's own text. */
  readonly declaration: string;
  /** The folder of the validation part; none where there is no such folder. */
  readonly validation: 'validation' | 'test';
  readonly seed: number;
  readonly inputs: readonly ExportedFeed[];
  /** By output of the model. */
  readonly targets: ReadonlyMap<string, ExportedFeed>;
  /** Random steps that act on an array in training, with their places in the declaration. */
  readonly augmentation: ReadonlyMap<string, readonly (DataStep & { readonly place: number })[]>;
  /** `class_weight`, by class. */
  readonly weights: { readonly array: string; readonly byClass: ReadonlyMap<number, number> } | undefined;
}

/** Fills the template of `data.py`. Throws an ExportProblem for a step without a counterpart. */
export function dataSource(template: string, data: ExportedData): string {
  const parts = {
    declaration: data.declaration
      .trim()
      .split('\n')
      .map((line) => `    ${line.replaceAll('\\', '\\\\').replaceAll('"""', '\\"""')}`)
      .join('\n'),
    seed: String(data.seed),
    validation: data.validation,
    functions: functions(data),
  };
  return Object.entries(parts).reduce((text, [name, value]) => text.replace(`{{${name}}}`, () => value), template);
}

function functions({ inputs, targets, augmentation, weights }: ExportedData): string {
  const [only] = inputs;
  const outputs = [...targets];
  const [target] = outputs;
  const x = only !== undefined && inputs.length === 1 ? feedText(only) : `[${inputs.map(feedText).join(', ')}]`;
  const y =
    target !== undefined && outputs.length === 1
      ? feedText(target[1])
      : `{${outputs.map(([name, feed]) => `${JSON.stringify(name)}: ${feedText(feed)}`).join(', ')}}`;
  return `def inputs(read):
    """What the model takes."""
    return ${x}


def targets(read):
    """What the model should give."""
    return ${y}


def weights(read):
    """How much each example counts in training; None where all count alike."""
    return ${weights === undefined ? 'None' : weightsText(weights)}


def augment(part, values, step, first):
    """The random steps of one part."""
${augmentText(augmentation)}    return values

`;
}

function feedText({ arrays, shape, steps, as }: ExportedFeed): string {
  const read = arrays.map((array) => `read(${JSON.stringify(array)})`);
  const [first = ''] = read;
  const size = ['-1', ...shape].join(', ');
  const labels = shape.at(-1) === 1 ? `.reshape(${['-1', ...shape.slice(0, -1)].join(', ')})` : '';
  const columns = `np.concatenate([each.reshape(len(each), -1).astype(np.float32) for each in (${read.join(', ')})], axis=1)`;
  const joined = read.length === 1 ? first : columns;
  const done = steps.reduce(stepText, joined);
  if (as.kind === 'one-hot') return `one_hot(${done}${labels}, ${as.classes})`;
  if (as.kind === 'labels') return `${done}${labels}.astype(np.int32)`;
  if (as.kind === 'classes') return `np.argmax(${done}, axis=-1).astype(np.int32)`;
  const floats = steps.length === 0 && read.length === 1 ? `${done}.astype(np.float32)` : done;
  return shape.length === 0 ? floats : `${floats}.reshape(${size})`;
}

function stepText(values: string, { layer, args }: DataStep): string {
  if (layer.name === 'Rescaling')
    return `rescale(${values}, ${pythonText(args['scale'])}, ${pythonText(args['offset'] ?? 0)})`;
  if (layer.name === 'Normalization' && args['invert'] !== true)
    return `normalize(${values}, ${pythonText(args['mean'])}, ${pythonText(args['variance'])})`;
  throw noCounterpart(layer.name);
}

function weightsText({ array, byClass }: NonNullable<ExportedData['weights']>): string {
  const pairs = [...byClass].map(([label, weight]) => `${label}: ${weight}`).join(', ');
  return `np.array([{${pairs}}.get(int(label), 1) for label in read(${JSON.stringify(array)}).ravel()], np.float32)`;
}

function augmentText(augmentation: ExportedData['augmentation']): string {
  return [...augmentation]
    .map(([array, steps]) => {
      const lines = steps.map(({ layer, args, place }) => {
        if (layer.name !== 'RandomFlip') throw noCounterpart(layer.name);
        return `        values = flip(values, ${pythonText(args['mode'])}, ${place}, step, first)\n`;
      });
      return lines.length === 0 ? '' : `    if part == ${JSON.stringify(array)}:\n${lines.join('')}`;
    })
    .join('');
}

function pythonText(value: ArgumentValue | undefined): string {
  return literalText(value ?? null);
}

function noCounterpart(step: string): ExportProblem {
  return new ExportProblem('ray', undefined, `the step ${step} of the data has no counterpart in data.py`);
}
