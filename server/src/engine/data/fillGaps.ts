import { RunProblem } from '../runProblem';

export type GapRule = 'error' | 'interpolate' | 'drop' | 'zero';

export interface NumberColumn {
  readonly name: string;
  /** NaN stands for a gap. */
  readonly values: Float64Array;
}

/** The rows that are kept, and the columns of these rows without gaps. `lines` are for the message. */
export function fillGaps(
  columns: readonly NumberColumn[],
  rule: GapRule,
  file: string,
  lines: readonly number[],
): { readonly rows: readonly number[]; readonly columns: readonly NumberColumn[] } {
  const all = lines.map((_, row) => row);
  switch (rule) {
    case 'error':
      for (const { name, values } of columns) {
        const row = values.findIndex(Number.isNaN);
        if (row >= 0) throw gap(file, name, lines[row] ?? 0, values.filter(Number.isNaN).length);
      }
      return { rows: all, columns };
    case 'zero':
      return {
        rows: all,
        columns: columns.map(({ name, values }) => ({
          name,
          values: values.map((value) => (Number.isNaN(value) ? 0 : value)),
        })),
      };
    case 'interpolate':
      return {
        rows: all,
        columns: columns.map(({ name, values }) => ({ name, values: interpolate(values, name, file) })),
      };
    case 'drop': {
      const rows = all.filter((row) => columns.every(({ values }) => !Number.isNaN(values[row])));
      return {
        rows,
        columns: columns.map(({ name, values }) => ({
          name,
          values: Float64Array.from(rows, (row) => values[row] ?? 0),
        })),
      };
    }
  }
}

/** Straight lines over the gaps, by row; at both ends the nearest value. */
function interpolate(values: Float64Array, name: string, file: string): Float64Array {
  const known = [...values.keys()].filter((row) => !Number.isNaN(values[row]));
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) throw gap(file, name, 0, values.length);
  const filled = values.slice();
  filled.fill(values[first] ?? 0, 0, first);
  filled.fill(values[last] ?? 0, last + 1);
  for (let place = 1; place < known.length; place += 1) {
    const [from, to] = [known[place - 1] ?? 0, known[place] ?? 0];
    const [start, end] = [values[from] ?? 0, values[to] ?? 0];
    for (let row = from + 1; row < to; row += 1) filled[row] = start + ((end - start) * (row - from)) / (to - from);
  }
  return filled;
}

function gap(file: string, column: string, line: number, count: number): RunProblem {
  return new RunProblem('data/gap', {
    message: `${file} has no value for ${column} on line ${line}`,
    reason: `${count} of its values are missing.`,
    nextStep: 'Say gaps=interpolate, drop or zero in the source.',
  });
}
