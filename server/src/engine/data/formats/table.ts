/** Tables in text files: delimiter, heading lines and column names found out, cells left as texts. */
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { RunProblem } from '../../runProblem';
import { truncatedFile, wrongFile } from '../dataProblem';
import { readBytes } from './readBytes';

export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  /** Trimmed; as many cells as columns. */
  readonly rows: readonly (readonly string[])[];
  /** The line of the file, from 1, on which each row starts. */
  readonly lines: readonly number[];
}

/** A table file of more than this is not read. */
const fileLimit = 128 * 1024 ** 2;
const cellLimit = 100_000;
const columnLimit = 10_000;

/** Reads a table, gzip or plain. Problems name the file and the line. */
export async function readTable(file: string, signal?: AbortSignal): Promise<Table> {
  return parseTable(await readBytes(file, { budget: fileLimit, ...(signal === undefined ? {} : { signal }) }), file);
}

/**
 * A heading such as that of a Google Trends export (lines with fewer cells than the table has) is skipped. Without
 * a line of names the columns are called by their numbers.
 */
export function parseTable(bytes: Uint8Array, file: string): Table {
  const text = toText(bytes, file);
  const records = readRecords(text, file);
  const width = commonWidth(records);
  const first = records.findIndex(({ record }) => record.length === width);
  const [head] = records.slice(first, first + 1);
  if (head === undefined) throw truncatedFile(file, bytes.length, 'It has no rows.');
  if (width > columnLimit)
    throw wrongFile(file, 'table', `Line ${head.line} has ${width} columns; at most ${columnLimit} are read.`);
  const hasNames = !head.record.every((cell) => cell !== '' && Number.isFinite(Number(cell)));
  const body = records.slice(hasNames ? first + 1 : first);
  const uneven = body.find(({ record }) => record.length !== width);
  if (uneven !== undefined) throw unevenRow(file, uneven.line, uneven.record.length, width);
  return {
    file,
    columns: hasNames ? columnNames(head.record) : head.record.map((_, index) => String(index)),
    rows: body.map(({ record }) => record),
    lines: body.map(({ line }) => line),
  };
}

/** The number that a cell holds, undefined for a gap, NaN for other texts. `<1` is a half: above 0, below 1. */
export function cellNumber(cell: string): number | undefined {
  if (cell === '' || /^(na|n\/a|nan|null|none|-|\?)$/i.test(cell)) return undefined;
  if (cell === '<1' || cell === '< 1') return 0.5;
  const value = Number(cell);
  return Number.isFinite(value) ? value : Number.NaN;
}

interface TextRecord {
  readonly record: readonly string[];
  readonly line: number;
}

function toText(bytes: Uint8Array, file: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw wrongFile(file, 'table in UTF-8', 'It starts with the mark of UTF-16 at offset 0.');
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw wrongFile(file, 'text file', `There is a zero byte at offset ${zero}.`);
  if (!isUtf8(bytes))
    throw wrongFile(file, 'table in UTF-8', `The bytes at offset ${firstBadLine(bytes)} are no UTF-8.`);
  return new TextDecoder().decode(bytes);
}

function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(10, start);
    if (!isUtf8(bytes.subarray(start, end < 0 ? bytes.length : end))) return start;
    start = end < 0 ? bytes.length : end + 1;
  }
  return start;
}

function readRecords(text: string, file: string): readonly TextRecord[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      max_record_size: cellLimit * 16,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return toRecords(parsed);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new RunProblem('data/table', {
      message: `${file} is no proper table at line ${lineOf(error)}`,
      reason: `${error.message}.`,
      nextStep: 'Correct the quotes on that line.',
      error,
    });
  }
}

/** csv-parse puts its counts onto the error. */
function lineOf(error: CsvError): string {
  const { lines } = error;
  return typeof lines === 'number' ? String(lines) : '?';
}

/** With `info` the library gives records beside their place, which its types do not say. */
function toRecords(parsed: unknown): readonly TextRecord[] {
  if (!Array.isArray(parsed)) return [];
  return parsed.map((item: { readonly record: readonly string[]; readonly info: { readonly lines: number } }) => ({
    record: item.record,
    line: item.info.lines,
  }));
}

/** The one of `,` `;` and tab that the lines at the start have most of. */
function delimiterOf(text: string): string {
  const start = text.slice(0, 10_000);
  const count = (delimiter: string): number => start.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** The number of cells that most of the first rows have. */
function commonWidth(records: readonly TextRecord[]): number {
  const counts = new Map<number, number>();
  for (const { record } of records.slice(0, 100)) counts.set(record.length, (counts.get(record.length) ?? 0) + 1);
  return [...counts].reduce(
    (best, entry) => (entry[1] > best[1] || (entry[1] === best[1] && entry[0] > best[0]) ? entry : best),
    [0, 0],
  )[0];
}

/** `machine learning: (Worldwide)` is called `machine learning`, where that is unambiguous. */
function columnNames(head: readonly string[]): readonly string[] {
  const terms = head.map((name) => /^(.+): \([^()]*\)$/.exec(name)?.[1] ?? name);
  const names = terms.map((term, index) =>
    terms.filter((other) => other === term).length === 1 ? term : (head[index] ?? term),
  );
  return names.map((name, index) => (name === '' ? String(index) : name));
}

function unevenRow(file: string, line: number, found: number, wanted: number): RunProblem {
  return new RunProblem('data/table', {
    message: `${file} has ${found} cells on line ${line}, other lines ${wanted}`,
    reason: 'Rows of one table have equally many cells.',
    nextStep: 'Correct the line: a delimiter is missing or too many.',
  });
}
