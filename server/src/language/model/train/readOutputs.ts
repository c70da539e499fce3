import type { DataDescription, DataPart } from '../../data/description';
import { unknownName } from '../../diagnostics/unknownName';
import type { FunctionValue } from '../../layers/definition';
import type { Expression, TrainDeclaration } from '../../syntax/tree';
import type { GraphOutput, ModelAnalysis } from '../graph';
import { toSnakeCase } from '../kerasName';
import type { Report } from '../problem';
import type { OutputSettings } from '../trainSettings';
import type { EntryReader } from './entryReader';
import { losses } from './losses';
import { metrics } from './metrics';
import { readFunction, type ReadFunction } from './readFunction';

/** What a train block says of one output, as far as it could be read. */
export interface OutputReading {
  readonly output: GraphOutput;
  readonly loss: ReadFunction | undefined;
  readonly lossNode: Expression | undefined;
  readonly target: DataPart | undefined;
  readonly targetNode: Expression | undefined;
  /** Undefined where something is wrong. */
  readonly settings: OutputSettings | undefined;
}

/** Reads loss, weight, metrics and target of every output of the model. */
export function readOutputs(
  reader: EntryReader,
  declaration: TrainDeclaration,
  model: ModelAnalysis | undefined,
  data: DataDescription | undefined,
  report: Report,
): readonly OutputReading[] {
  const lossEntry = reader.find('loss');
  if (lossEntry === undefined) {
    const loss = usualLoss(data);
    const edit = {
      span: { start: declaration.map.start + 1, end: declaration.map.start + 1 },
      newText: `\n  loss: ${loss}`,
    };
    report({
      code: 'nn/train',
      span: declaration.model,
      message: 'A train block needs a loss: what is to be made small',
      fixes: [{ title: `add loss: ${loss}`, edits: [edit] }],
    });
  }
  const outputs = model?.graph.outputs ?? [];
  const names = outputs.map((output) => output.name);
  if (model !== undefined) {
    for (const key of ['loss', 'loss_weights', 'metrics', 'target']) {
      const entry = reader.find(key);
      if (entry?.value.kind === 'Map') reader.checkOutputs(entry.value, names);
    }
  }
  return outputs.map((output) => readOutput(reader, output, outputs.length, data, report));
}

/** A loss to begin with: cross-entropy for classes, squares for numbers. */
function usualLoss(data: DataDescription | undefined): string {
  const target = data?.parts.find((part) => part.name === data.target);
  return target === undefined || target.type === 'class' ? 'sparse_categorical_crossentropy' : 'mean_squared_error';
}

function readOutput(
  reader: EntryReader,
  output: GraphOutput,
  count: number,
  data: DataDescription | undefined,
  report: Report,
): OutputReading {
  const lossItem = reader.forOutput('loss', output.name);
  const entry = reader.find('loss');
  if (lossItem === undefined && entry !== undefined)
    report({ code: 'nn/train', span: entry.key, message: `The output ${output.name} has no loss` });
  const loss = lossItem && readFunction(reader.value(lossItem), lossItem.value, 'loss', losses, report);
  const lossWeight = readWeight(reader, output, count, report);
  const measured = readMetrics(reader, output, report);
  const { name: target, node: targetNode } = readTarget(reader, output, count, data, report);
  const part = data?.parts.find((candidate) => candidate.name === target);
  const settings =
    loss === undefined || target === undefined
      ? undefined
      : { output: output.name, loss: loss.value, lossWeight, metrics: measured, target };
  return { output, loss, lossNode: lossItem?.value, target: part, targetNode, settings };
}

function readWeight(reader: EntryReader, output: GraphOutput, count: number, report: Report): number {
  const entry = reader.find('loss_weights');
  if (entry === undefined) return 1;
  const item = reader.forOutput('loss_weights', output.name);
  if (item === undefined) return 1;
  const value = reader.value(item);
  if (typeof value === 'number' && (entry.value.kind === 'Map' || count === 1)) return value;
  if (value !== undefined)
    report({ code: 'nn/type', span: item.value, message: 'loss_weights is a map from output to number' });
  return 1;
}

function readMetrics(reader: EntryReader, output: GraphOutput, report: Report): readonly FunctionValue[] {
  const item = reader.forOutput('metrics', output.name);
  if (item === undefined) return [];
  return reader.items(item).flatMap(({ value, node }) => {
    const read = readFunction(value, node, 'metric', metrics, report);
    return read === undefined ? [] : [{ ...read.value, args: { ...read.value.args, name: logName(read) } }];
  });
}

/** The name that Keras logs: a word as it is written, a class in snake case. */
function logName(metric: ReadFunction): string {
  const given = metric.value.args['name'];
  if (typeof given === 'string') return given;
  return /^[A-Z]/.test(metric.spelling) ? toSnakeCase(metric.spelling) : metric.spelling;
}

/** The part that an output predicts: `target:`, else the part of its name, else the data's label. */
function readTarget(
  reader: EntryReader,
  output: GraphOutput,
  count: number,
  data: DataDescription | undefined,
  report: Report,
): { name: string | undefined; node: Expression | undefined } {
  const item = reader.forOutput('target', output.name);
  if (item !== undefined) {
    const name = partOf(item);
    const known = data?.parts.map((part) => part.name);
    if (name !== undefined && known !== undefined && !known.includes(name)) {
      report(unknownName('part', name, item.value, known, 'The data'));
      return { name: undefined, node: item.value };
    }
    return { name, node: item.value };
  }
  if (data === undefined) return { name: undefined, node: undefined };
  if (data.parts.some((part) => part.name === output.name)) return { name: output.name, node: undefined };
  if (count === 1 && data.target !== undefined) return { name: data.target, node: undefined };
  const message =
    count === 1
      ? 'These data have no target; say which part: target: NAME'
      : `No part of the data is called ${output.name}; add it to target:`;
  report({ code: 'nn/target', span: reader.place, message });
  return { name: undefined, node: undefined };
}

function partOf(item: { readonly value: Expression }): string | undefined {
  if (item.value.kind === 'Text') return item.value.value;
  return item.value.kind === 'Call' && item.value.args === undefined ? item.value.callee.text : undefined;
}
