import type { DataPart } from '../../language/data/description';
import type { ColumnsAnswer, DataColumn } from '../../protocol/dataMessages';
import { elements, isFixed, rowNumbers, type Examples } from '../data/examples';
import { cellNumber, readTable, type Table } from '../data/formats/table';
import { findSource } from '../data/sourceRegistry';
import { optionalText, textList } from '../data/requestArguments';
import type { DataView } from './openView';
import type { UnderstoodData } from './understandData';

/** So many cells of a column are shown as they stand. */
const firstCells = 5;
/** Arrays are measured over so many of their examples: they may be larger than a look is worth. */
const measuredExamples = 10_000;

/** The columns of a table as its file has them, gaps counted before anything fills them; of arrays their parts. */
export async function columnsOf({ analysis, context }: UnderstoodData, view: DataView): Promise<ColumnsAnswer> {
  const { request } = analysis;
  if (request?.source !== 'csv') return partsAsColumns(view);
  const [file] = (await findSource('csv')?.files(request, context)) ?? [];
  if (file === undefined) return partsAsColumns(view);
  const table = await readTable(file, context.signal);
  const label = optionalText(request, 'label');
  const images = new Set(textList(request, 'images') ?? []);
  return {
    kind: 'columns',
    rows: table.rows.length,
    columns: table.columns.map((name, place) =>
      tableColumn(table, place, name === label ? 'class' : images.has(name) ? 'image' : undefined),
    ),
  };
}

function tableColumn(table: Table, place: number, known: DataColumn['type'] | undefined): DataColumn {
  const cells = table.rows.map((row) => row[place] ?? '');
  const numbers = cells.map(cellNumber);
  const isNumber = numbers.every((value) => !Number.isNaN(value ?? 0)) && numbers.some((value) => value !== undefined);
  const name = table.columns[place] ?? '';
  const type = known ?? (isNumber ? 'number' : 'text');
  return {
    name,
    type,
    shape: [],
    gaps:
      type === 'number'
        ? numbers.filter((value) => value === undefined).length
        : cells.filter((cell) => cell === '').length,
    ...measure(type === 'number' ? numbers.flatMap((value) => value ?? []) : []),
    first: cells.slice(0, firstCells).map((cell) => cell.slice(0, 40)),
  };
}

async function partsAsColumns({ opened, splits }: DataView): Promise<ColumnsAnswer> {
  const examples = splits.train ?? opened.train;
  const columns = await Promise.all(opened.description.parts.map((part) => partColumn(examples, part)));
  return { kind: 'columns', rows: examples.length, columns };
}

async function partColumn(examples: Examples, part: DataPart): Promise<DataColumn> {
  const shape = part.shape.map((size) => size ?? 0);
  const isPicture = shape.length >= 3 || (shape.length === 2 && part.type === 'class');
  const own = { name: part.name, shape, gaps: 0 };
  if (isPicture || part.type === 'text' || !isFixed(part.shape))
    return { ...own, type: isPicture ? 'image' : 'text', ...measure([]), first: [] };
  const { data } = await examples.read(part.name, rowNumbers(Math.min(measuredExamples, examples.length)));
  const width = elements(part.shape);
  if (part.type === 'class') {
    const first = Array.from(data.subarray(0, firstCells), (value) => part.classes?.[value] ?? String(value));
    return { ...own, type: 'class', ...measure([]), first };
  }
  const first = Array.from(data.subarray(0, width === 1 ? firstCells : 0), (value) => String(value));
  return { ...own, type: width === 1 ? 'number' : 'values', ...measure(data), first };
}

function measure(values: Iterable<number>): Pick<DataColumn, 'low' | 'mean' | 'high'> {
  let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    count += 1;
  }
  return count === 0 ? {} : { low, mean: sum / count, high };
}
