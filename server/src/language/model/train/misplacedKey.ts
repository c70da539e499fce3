import { bare } from '../../diagnostics/didYouMean';
import { setArgument } from '../../diagnostics/edits';
import type { Fix, TextEdit } from '../../diagnostics/diagnostic';
import type { MapEntry, MapLiteral, SourceFile, Span } from '../../syntax/tree';
import type { Problem } from '../problem';
import { callbacks } from './callbacks';
import { entryName } from './entryName';
import { optimizers } from './optimizers';

/** Where an entry stands. */
export interface EntryPlace {
  readonly file: SourceFile;
  readonly map: MapLiteral;
}

/**
 * `nn/unknown-key` for what other libraries say beside the optimizer and the callbacks, and Keras within them: an argument
 * of the optimizer, a schedule, a callback. The fix moves it there. Undefined for all other keys.
 */
export function misplacedKey(entry: MapEntry, place: EntryPlace): Problem | undefined {
  const name = entryName(entry);
  const argument = schedules.has(bare(name)) ? 'learning_rate' : name;
  if (optimizers.some(({ parameters }) => parameters.some((parameter) => parameter.name === argument)))
    return problem(entry, `it is the optimizer's ${argument}`, intoOptimizer(entry, argument, place));
  const elsewhere = elsewhereKeys.get(bare(name));
  if (elsewhere !== undefined)
    return problem(entry, elsewhere, { title: 'take it out', edits: [removed(entry, place)] });
  if (['validation', 'val', 'validationdata'].includes(bare(name)) && entry.value.kind === 'Number')
    return problem(entry, 'a share is validation_split', renamed(entry, 'validation_split'));
  const callback = callbacks.find((candidate) => bare(candidate.name) === bare(name));
  if (callback === undefined) return undefined;
  const call = `${callback.name}(${argumentsOf(entry, place.file)})`;
  return problem(entry, `write callbacks: [${callback.name}()]`, intoCallbacks(entry, call, place));
}

/** Where other libraries' arguments of a training have their place, without underscores. */
const elsewhereKeys: ReadonlyMap<string, string> = new Map([
  ['augment', 'put it into the data: -> RandomFlip(horizontal)'],
  ['augmentation', 'put it into the data: -> RandomFlip(horizontal)'],
  ['dataaugmentation', 'put it into the data: -> RandomFlip(horizontal)'],
  ['normalize', 'put it into the data: -> Rescaling(1/255)'],
  ['rescale', 'put it into the data: -> Rescaling(1/255)'],
  ['dropout', 'put it into the model: -> Dropout(0.5)'],
  ['dropoutrate', 'put it into the model: -> Dropout(0.5)'],
  ['verbose', 'progress is always shown'],
  ['device', 'the engine is chosen in the settings or by --engine'],
  ['gpu', 'the engine is chosen in the settings or by --engine'],
  ['checkpoint', 'checkpoints are kept without it'],
  ['modelcheckpoint', 'checkpoints are kept without it'],
  ['savebestonly', 'the best epoch is kept without it'],
]);

/** What a schedule of the learning rate is called as a key, without underscores. */
const schedules: ReadonlySet<string> = new Set([
  'lr',
  'schedule',
  'scheduler',
  'lrschedule',
  'lrscheduler',
  'learningrateschedule',
]);

function problem(entry: MapEntry, hint: string, fix: Fix): Problem {
  const { start, end } = entry.key;
  return {
    code: 'nn/unknown-key',
    span: { start, end },
    message: `'${entryName(entry)}' is no key here; ${hint}`,
    fixes: [fix],
  };
}

function intoOptimizer(entry: MapEntry, argument: string, place: EntryPlace): Fix {
  const value = textOf(entry.value, place.file);
  const title = `make it the optimizer's ${argument}`;
  const present = find('optimizer', place);
  if (present === undefined) return { title, edits: [replaced(entry, `optimizer: rmsprop(${argument}=${value})`)] };
  const { value: optimizer } = present;
  const edit =
    optimizer.kind === 'Call'
      ? setArgument(optimizer, argument, value, (wanted) => positionOf(optimizer.callee.text, wanted))
      : { span: { start: optimizer.end, end: optimizer.end }, newText: `(${argument}=${value})` };
  return { title, edits: [edit, removed(entry, place)] };
}

function positionOf(optimizer: string, argument: string): number {
  const found = optimizers.find(({ name, aliases }) => name === optimizer || aliases.includes(optimizer));
  return found?.parameters.findIndex(({ name }) => name === argument) ?? -1;
}

function intoCallbacks(entry: MapEntry, call: string, place: EntryPlace): Fix {
  const title = `make it ${call}`;
  const list = find('callbacks', place)?.value;
  if (list?.kind !== 'List') return { title, edits: [replaced(entry, `callbacks: [${call}]`)] };
  const last = list.items.at(-1);
  const end = last?.end ?? list.start + 1;
  const added = { span: { start: end, end }, newText: last === undefined ? call : `, ${call}` };
  return { title, edits: [added, removed(entry, place)] };
}

/** `{ monitor: val_loss, patience: 2 }` as arguments; a number is the patience. */
function argumentsOf({ value }: MapEntry, file: SourceFile): string {
  if (value.kind === 'Number') return `patience=${textOf(value, file)}`;
  if (value.kind !== 'Map') return '';
  return value.entries.map((entry) => `${entryName(entry)}=${textOf(entry.value, file)}`).join(', ');
}

function find(name: string, { map }: EntryPlace): MapEntry | undefined {
  return map.entries.find((entry) => entryName(entry) === name);
}

function textOf({ start, end }: Span, file: SourceFile): string {
  return file.text.slice(start, end);
}

function renamed({ key }: MapEntry, newText: string): Fix {
  return { title: `change to ${newText}`, edits: [{ span: { start: key.start, end: key.end }, newText }] };
}

function replaced({ start, end }: MapEntry, newText: string): TextEdit {
  return { span: { start, end }, newText };
}

/** The entry with its line, or with what parts it from the entry before or behind it. */
function removed(entry: MapEntry, { file, map }: EntryPlace): TextEdit {
  const lineStart = file.text.lastIndexOf('\n', entry.start - 1) + 1;
  const lineEnd = file.text.indexOf('\n', entry.end);
  const around = file.text.slice(lineStart, entry.start) + file.text.slice(entry.end, lineEnd);
  if (lineEnd >= 0 && around.trim() === '') return { span: { start: lineStart, end: lineEnd + 1 }, newText: '' };
  const index = map.entries.indexOf(entry);
  const next = map.entries[index + 1];
  const start = next === undefined ? (map.entries[index - 1]?.end ?? entry.start) : entry.start;
  return { span: { start, end: next?.start ?? entry.end }, newText: '' };
}
