import type { DataDescription } from '../../data/description';
import type { Fix } from '../../diagnostics/diagnostic';
import { firstLine } from '../../diagnostics/firstLine';
import { lintTrain } from '../../diagnostics/lint/lintTrain';
import { unknownData } from '../../diagnostics/unknownData';
import { unknownName } from '../../diagnostics/unknownName';
import type { FunctionValue } from '../../layers/definition';
import type { Span, TrainDeclaration } from '../../syntax/tree';
import type { FileScope } from '../fileScope';
import type { DataAnalysis, ModelAnalysis, TrainAnalysis } from '../graph';
import type { Report } from '../problem';
import type { TrainSettings } from '../trainSettings';
import { callbacks } from './callbacks';
import { entryName } from './entryName';
import { EntryReader } from './entryReader';
import { trainKeys } from './keys';
import { optimizers } from './optimizers';
import { readFreeze } from './readFreeze';
import { readFunction } from './readFunction';
import { readOutputs, type OutputReading } from './readOutputs';
import { readRunAssertions } from './readRunAssertions';

export interface TrainContext {
  readonly model: ModelAnalysis | undefined;
  readonly data: DataAnalysis | undefined;
  /** Names for did-you-mean. */
  readonly models: readonly string[];
  readonly dataNames: readonly string[];
  /** The names of all set-ups of the file, for `weights:`. */
  readonly setups: readonly string[];
  readonly scope: FileScope;
  readonly report: Report;
}

/** Checks one training set-up: every key, the model's outputs against the data. */
export function analyzeTrain(declaration: TrainDeclaration, context: TrainContext): TrainAnalysis {
  const { model, data } = context;
  let errors = 0;
  const report: Report = (problem) => {
    if ((problem.severity ?? 'error') === 'error') errors += 1;
    context.report(problem);
  };
  if (model === undefined && declaration.model.text !== '')
    report(unknownName('model', declaration.model.text, declaration.model, context.models));
  if (data === undefined && declaration.data.text !== '')
    report(unknownData(declaration.data, context.dataNames, context.scope.file));
  const reader = new EntryReader(declaration, context.scope, report);
  reader.checkKeys(trainKeys.map((key) => key.name));
  const outputs = readOutputs(reader, declaration, model, data?.description, report);
  const settings = readSettings(reader, declaration, context, outputs, report);
  checkInputs(declaration, model, data, report);
  if (model !== undefined)
    for (const problem of lintTrain(declaration, model, data, outputs, context.scope.file)) context.report(problem);
  const isReady = errors === 0 && model !== undefined && data !== undefined && settings !== undefined;
  return {
    declaration,
    name: declaration.name?.text ?? declaration.model.text,
    model,
    data,
    settings: isReady ? settings : undefined,
  };
}

function readSettings(
  reader: EntryReader,
  declaration: TrainDeclaration,
  context: TrainContext,
  outputs: readonly OutputReading[],
  report: Report,
): TrainSettings | undefined {
  const optimizer = readOptimizer(reader, report);
  const validation = readValidation(reader, context.data?.description, report);
  const called = readCallbacks(reader, report);
  const settled = outputs.flatMap(({ settings }) => (settings === undefined ? [] : [settings]));
  const epochs = reader.integer('epochs', 1, 1);
  const batchSize = reader.integer('batch_size', 32, 1);
  const seed = reader.integer('seed', 0, 0);
  const shuffle = reader.boolean('shuffle', true);
  const classWeight = readClassWeight(reader, context.data?.description, report);
  const weights = readWeights(reader, context.setups, report);
  const frozen = readFreeze(reader, context.model, report);
  const assertions = readRunAssertions(declaration, context.scope, report);
  if (optimizer === undefined || settled.length !== outputs.length || outputs.length === 0) return undefined;
  return {
    optimizer,
    outputs: settled,
    epochs,
    batchSize,
    shuffle,
    seed,
    validation,
    callbacks: called,
    classWeight,
    ...(isBalanced(reader) ? { balancedClasses: true } : {}),
    weights,
    frozen,
    assertions,
  };
}

function readOptimizer(reader: EntryReader, report: Report): FunctionValue | undefined {
  const entry = reader.find('optimizer');
  const value = entry === undefined ? 'rmsprop' : reader.value(entry);
  return readFunction(value, entry?.value ?? reader.place, 'optimizer', optimizers, report)?.value;
}

function readCallbacks(reader: EntryReader, report: Report): readonly FunctionValue[] {
  const entry = reader.find('callbacks');
  if (entry === undefined) return [];
  return reader
    .items(entry)
    .flatMap(({ value, node }) => readFunction(value, node, 'callback', callbacks, report)?.value ?? []);
}

function readValidation(
  reader: EntryReader,
  description: DataDescription | undefined,
  report: Report,
): TrainSettings['validation'] {
  const data = reader.find('validation_data');
  const split = reader.find('validation_split');
  if (data !== undefined) {
    const word = reader.word(data);
    if (word !== 'test') {
      if (word !== undefined)
        report({ code: 'nn/type', span: data.value, message: "validation_data is 'test', or use validation_split" });
      return { kind: 'none' };
    }
    if (split !== undefined)
      report({ code: 'nn/train', span: split, message: 'validation_data and validation_split exclude each other' });
    if (description?.examples.test === 0)
      report({
        code: 'nn/train',
        span: data.value,
        message: 'These data have no test part; add test=0.2 to the source',
      });
    return { kind: 'test' };
  }
  if (split === undefined) return { kind: 'none' };
  const share = reader.value(split);
  if (typeof share === 'number' && share >= 0 && share < 1)
    return share === 0 ? { kind: 'none' } : { kind: 'split', share };
  if (share !== undefined)
    report({
      code: 'nn/type',
      span: split.value,
      message: 'validation_split is a share from 0 to 1, such as 0.1',
      fixes: typeof share === 'number' && share > 1 && share < 100 ? [percent(split.value, share)] : [],
    });
  return { kind: 'none' };
}

function percent({ start, end }: Span, share: number): Fix {
  const text = String(Number((share / 100).toPrecision(12)));
  return { title: `write ${text}`, edits: [{ span: { start, end }, newText: text }] };
}

function readClassWeight(
  reader: EntryReader,
  description: DataDescription | undefined,
  report: Report,
): ReadonlyMap<string, number> | undefined {
  const entry = reader.find('class_weight');
  if (entry === undefined) return undefined;
  if (isBalanced(reader)) return new Map();
  if (entry.value.kind !== 'Map') {
    report({
      code: 'nn/type',
      span: entry.value,
      message: "class_weight is a map from class to weight, { cat: 1 }, or 'balanced'",
    });
    return undefined;
  }
  const classes = description?.parts.find((part) => part.name === description.target)?.classes;
  const weights = new Map<string, number>();
  for (const item of entry.value.entries) {
    const name = entryName(item);
    const weight = reader.value(item);
    if (typeof weight === 'number' && weight >= 0) weights.set(name, weight);
    else if (weight !== undefined)
      report({ code: 'nn/type', span: item.value, message: 'A class weight is a number of at least 0' });
    const isNumber = /^\d+$/.test(name) && classes !== undefined && Number(name) < classes.length;
    if (classes !== undefined && !classes.includes(name) && !isNumber)
      report(unknownName('part', name, item.key, classes, 'The data'));
  }
  return weights;
}

/** All classes count alike, whatever their numbers. */
function isBalanced(reader: EntryReader): boolean {
  const entry = reader.find('class_weight');
  return entry?.value.kind === 'Call' && entry.value.callee.text === 'balanced';
}

function readWeights(reader: EntryReader, setups: readonly string[], report: Report): TrainSettings['weights'] {
  const entry = reader.find('weights');
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'Text') return { kind: 'file', path: entry.value.value };
  const name = reader.word(entry);
  if (name === undefined) return undefined;
  if (setups.includes(name)) return { kind: 'run', name };
  report(unknownName('model', name, entry.value, setups));
  return undefined;
}

/** The inputs of the model must be what the data have. */
function checkInputs(
  declaration: TrainDeclaration,
  model: ModelAnalysis | undefined,
  data: DataAnalysis | undefined,
  report: Report,
): void {
  if (model === undefined || data === undefined) return;
  for (const input of model.graph.inputs) {
    const other = input.source?.data;
    if (other !== undefined && other !== data.declaration.name.text && !isSameShape(model, data)) {
      const message = `${declaration.model.text} takes its input from ${other}, which has another shape`;
      report({ code: 'nn/data-shape', span: declaration.data, message: firstLine(message) });
    }
  }
}

function isSameShape(model: ModelAnalysis, data: DataAnalysis): boolean {
  const available = (data.description?.parts ?? []).map((part) => part.shape.join('x'));
  return (
    data.description === undefined ||
    model.graph.inputs.every(
      (input) =>
        input.output === undefined || input.source?.parts !== undefined || available.includes(input.output.join('x')),
    )
  );
}
