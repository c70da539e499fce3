/** `csv("file")`: a table, or with `column=` a series in time. */
import { dirname } from 'node:path';
import { didYouMean } from '../../../language/diagnostics/didYouMean';
import type { DataDescription, DataPart, DataRequest } from '../../../language/data/description';
import { DataProblem } from '../dataProblem';
import { locatePath } from '../dataPaths';
import type { DataContext, DataSourceDefinition } from '../dataSource';
import { hashOf } from '../download';
import { joinExamples, packedExamples, type Examples, type PackedPart } from '../examples';
import { fillGaps, type GapRule, type NumberColumn } from '../fillGaps';
import { cellNumber, readTable, type Table } from '../formats/table';
import { combineHashes } from '../hashes';
import { describePictures, openPictureExamples } from '../pictureExamples';
import { argumentPlace, optionalText, textArgument, textList } from '../requestArguments';
import { describeFile, type ScannedFile } from '../scanFolder';
import { shareTest, testShare } from '../shareTest';

export const csv: DataSourceDefinition = {
  name: 'csv',
  describe: async (request, context) => {
    const { train, test } = await readParts(request, context);
    return withExamples(await describeTable(train), request, train.length, test?.length);
  },
  files: (request, context) => tableFiles(request, context),
  open: async (request, context) => {
    const { train, test, files } = await readParts(request, context);
    const description = withExamples(await describeTable(train), request, train.length, test?.length);
    return {
      description,
      train: await openTable(train, context),
      test: test && (await openTable(test, context)),
      hash: combineHashes(await Promise.all(files.map(hashOf))),
      ordered: train.series !== undefined,
    };
  },
};

/** A table without gaps, each column of the kind it was asked to be. */
interface ReadTable {
  readonly length: number;
  /** All columns of a series together; their rows follow each other in time. */
  readonly series: { readonly name: string; readonly columns: readonly NumberColumn[] } | undefined;
  readonly parts: readonly TablePart[];
  readonly target: string | undefined;
}

type TablePart =
  | { readonly kind: 'numbers'; readonly column: NumberColumn }
  | {
      readonly kind: 'classes';
      readonly name: string;
      readonly classes: readonly string[];
      readonly labels: Int32Array;
    }
  | { readonly kind: 'images'; readonly name: string; readonly files: readonly ScannedFile[] }
  | { readonly kind: 'text'; readonly name: string };

async function tableFiles(request: DataRequest, context: DataContext): Promise<readonly string[]> {
  const file = await locatePath(
    { path: textArgument(request, 'file', 0), argument: argumentPlace(request, 'file', 0), kind: 'file' },
    context,
  );
  const test = request.named['test'];
  if (typeof test !== 'string') return [file];
  return [file, await locatePath({ path: test, argument: 'test', kind: 'file' }, context)];
}

async function readParts(request: DataRequest, context: DataContext) {
  const files = await tableFiles(request, context);
  const [train, test] = await Promise.all(files.map((file) => readTable(file, context.signal)));
  if (train === undefined) throw new RangeError('a table was asked for');
  const classes = classNames(request, [train, ...(test === undefined ? [] : [test])]);
  return {
    files,
    train: await interpret(train, request, classes, context),
    test: test && (await interpret(test, request, classes, context)),
  };
}

/** The texts of the label column in all parts, numbers by value, others by name. */
function classNames(request: DataRequest, tables: readonly Table[]): readonly string[] {
  const label = optionalText(request, 'label');
  if (label === undefined) return [];
  const names = [...new Set(tables.flatMap((table) => columnOf(table, label, 'label').filter((cell) => cell !== '')))];
  const isNumeric = names.every((name) => Number.isFinite(Number(name)));
  return isNumeric ? names.sort((a, b) => Number(a) - Number(b)) : names.sort();
}

async function interpret(
  table: Table,
  request: DataRequest,
  classes: readonly string[],
  context: DataContext,
): Promise<ReadTable> {
  const rule = (optionalText(request, 'gaps') ?? 'error') as GapRule;
  const series = textList(request, 'column');
  if (series !== undefined) {
    const { columns, rows } = fillGaps(
      series.map((name) => numberColumn(table, name, 'column')),
      rule,
      table.file,
      table.lines,
    );
    const [only] = columns;
    return {
      length: rows.length,
      series: { name: only !== undefined && columns.length === 1 ? only.name : 'series', columns },
      parts: [],
      target: undefined,
    };
  }
  const label = optionalText(request, 'label');
  const images = textList(request, 'images') ?? [];
  const wanted = textList(request, 'columns') ?? table.columns;
  const names = [...new Set([...wanted, ...images, ...(label === undefined ? [] : [label])])];
  const isNumber = (name: string): boolean =>
    name !== label &&
    !images.includes(name) &&
    columnOf(table, name, 'columns').every((cell) => !Number.isNaN(cellNumber(cell) ?? 0));
  const numbers = names.filter(isNumber).map((name) => numberColumn(table, name, 'columns'));
  const labels = label === undefined ? [] : [labelColumn(table, label)];
  // Nothing stands between two classes: a row without one can only be dropped.
  if (rule !== 'drop') fillGaps(labels, 'error', table.file, table.lines);
  const { rows, columns } = fillGaps(
    rule === 'drop' ? [...labels, ...numbers] : numbers,
    rule,
    table.file,
    table.lines,
  );
  const byName = new Map(columns.map((column) => [column.name, column]));
  const parts: TablePart[] = [];
  for (const name of names) {
    const column = byName.get(name);
    if (name === label) parts.push(classPart(table, name, rows, classes));
    else if (images.includes(name))
      parts.push({ kind: 'images', name, files: await namedImages(table, name, rows, context) });
    else if (column === undefined) parts.push({ kind: 'text', name });
    else parts.push({ kind: 'numbers', column });
  }
  return { length: rows.length, series: undefined, parts, target: label };
}

/** Gaps of a label column as those of numbers. */
function labelColumn(table: Table, name: string): NumberColumn {
  const cells = columnOf(table, name, 'label');
  return { name, values: Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : 0)) };
}

function classPart(table: Table, name: string, rows: readonly number[], classes: readonly string[]): TablePart {
  const cells = columnOf(table, name, 'label');
  const numbers = new Map(classes.map((text, index) => [text, index]));
  return { kind: 'classes', name, classes, labels: Int32Array.from(rows, (row) => numbers.get(cells[row] ?? '') ?? 0) };
}

function numberColumn(table: Table, name: string, argument: string): NumberColumn {
  const cells = columnOf(table, name, argument);
  const values = Float64Array.from(cells, (cell) => cellNumber(cell) ?? Number.NaN);
  const wrong = cells.findIndex((cell) => Number.isNaN(cellNumber(cell) ?? 0));
  if (wrong < 0) return { name: columnName(table, name, argument), values };
  throw new DataProblem('data/number', {
    message: `${name} is no number on line ${table.lines[wrong] ?? 0} of the table`,
    reason: `There stands "${(cells[wrong] ?? '').slice(0, 40)}".`,
    nextStep: 'Correct the cell, or name another column.',
    argument,
  });
}

function columnOf(table: Table, name: string, argument: string): readonly string[] {
  const index = table.columns.indexOf(columnName(table, name, argument));
  return table.rows.map((row) => row[index] ?? '');
}

/** The column with this name, upper and lower case alike. Throws with the nearest one where there is none. */
function columnName(table: Table, name: string, argument: string): string {
  if (table.columns.includes(name)) return name;
  const alike = table.columns.filter((column) => column.toLowerCase() === name.toLowerCase());
  if (alike.length === 1 && alike[0] !== undefined) return alike[0];
  const nearest = didYouMean(name, table.columns);
  throw new DataProblem('data/column', {
    message: `The table has no column ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    reason: `It has ${table.columns.slice(0, 20).join(', ')}.`,
    nextStep: nearest === undefined ? 'Name one of these.' : `Change it to ${nearest}.`,
    argument,
    suggestion: nearest,
  });
}

/** Paths in a table start at its folder. */
async function namedImages(
  table: Table,
  name: string,
  rows: readonly number[],
  context: DataContext,
): Promise<readonly ScannedFile[]> {
  const cells = columnOf(table, name, 'images');
  const folder = dirname(table.file);
  const known = new Map<string, ScannedFile>();
  const files: ScannedFile[] = [];
  for (const row of rows) {
    const path = cells[row] ?? '';
    const file =
      known.get(path) ??
      (await describeFile(
        await locatePath({ path, argument: 'images', kind: 'file', from: folder }, context),
        folder,
        context,
      ));
    known.set(path, file);
    files.push(file);
  }
  return files;
}

async function describeTable(table: ReadTable): Promise<Omit<DataDescription, 'examples'>> {
  if (table.series !== undefined) {
    const { name, columns } = table.series;
    const part: DataPart = {
      name,
      shape: [table.length, columns.length],
      type: 'float32',
      range: rangeOf(columns),
      classes: undefined,
    };
    return { parts: [part], target: undefined };
  }
  return { parts: await Promise.all(table.parts.map(describePart)), target: table.target };
}

async function describePart(part: TablePart): Promise<DataPart> {
  switch (part.kind) {
    case 'numbers':
      return { name: part.column.name, shape: [], type: 'float32', range: rangeOf([part.column]), classes: undefined };
    case 'classes':
      return { name: part.name, shape: [], type: 'class', range: [0, part.classes.length - 1], classes: part.classes };
    case 'text':
      return { name: part.name, shape: [], type: 'text', range: undefined, classes: undefined };
    case 'images':
      return describePictures(part.name, part.files, undefined);
  }
}

function rangeOf(columns: readonly NumberColumn[]): readonly [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of columns) {
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return low <= high ? [low, high] : undefined;
}

function withExamples(
  parts: Omit<DataDescription, 'examples'>,
  request: DataRequest,
  train: number,
  test: number | undefined,
): DataDescription {
  const isSeries = parts.parts.length === 1 && parts.parts[0]?.shape.length === 2;
  const hasTest = test !== undefined || testShare(request) !== undefined;
  return {
    ...parts,
    examples: isSeries ? { train: 1, test: hasTest ? null : 0 } : shareTest(request, train, test),
  };
}

async function openTable(table: ReadTable, context: DataContext): Promise<Examples> {
  if (table.series !== undefined) {
    const { name, columns } = table.series;
    const data = new Float32Array(table.length * columns.length);
    columns.forEach(({ values }, column) =>
      values.forEach((value, row) => (data[row * columns.length + column] = value)),
    );
    return packedExamples([{ name, dtype: 'float32', shape: [table.length, columns.length], data }]);
  }
  const packed: PackedPart[] = [];
  const pictures: Examples[] = [];
  for (const part of table.parts) {
    if (part.kind === 'numbers')
      packed.push({ name: part.column.name, dtype: 'float32', shape: [], data: Float32Array.from(part.column.values) });
    if (part.kind === 'classes') packed.push({ name: part.name, dtype: 'int32', shape: [], data: part.labels });
    if (part.kind === 'images')
      pictures.push((await openPictureExamples(part.name, part.files, undefined, context)).examples);
  }
  return pictures.length === 0
    ? packedExamples(packed)
    : joinExamples([...(packed.length === 0 ? [] : [packedExamples(packed)]), ...pictures]);
}
