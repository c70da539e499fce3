import type { SummaryLayer, SummaryModel } from './summarize';

/** The table that Keras users know; the last column only where a layer is not simply behind the one before. */
export function summaryTable(summary: SummaryModel): string {
  const isSequential = summary.layers.every((layer, index) => {
    const before = summary.layers[index - 1]?.name;
    return before === undefined
      ? layer.connectedTo.length === 0
      : layer.connectedTo.length === 1 && layer.connectedTo[0] === before;
  });
  const header = ['Layer (type)', 'Output Shape', 'Param #', ...(isSequential ? [] : ['Connected to'])];
  const rows = summary.layers.map((layer) => [
    `${layer.name} (${layer.type})`,
    shape(layer.output),
    count(layer.params),
    ...(isSequential ? [] : [layer.connectedTo.length === 0 ? '-' : layer.connectedTo.join(', ')]),
  ]);
  const { params, trainable, nonTrainable } = summary.totals;
  const totals = [
    ` Total params: ${count(params)} (${size(params)})`,
    ` Trainable params: ${count(trainable)} (${size(trainable)})`,
    ` Non-trainable params: ${count(nonTrainable)} (${size(nonTrainable)})`,
  ];
  return `Model: "${summary.model}"\n${drawn(header, rows)}${totals.join('\n')}\n`;
}

function drawn(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map(
    (title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)) + 2,
  );
  const rule = (left: string, middle: string, right: string, line: string): string =>
    `${left}${widths.map((width) => line.repeat(width)).join(middle)}${right}\n`;
  const line = (cells: readonly string[], bar: string): string =>
    `${bar}${cells.map((cell, column) => (column === 2 ? ` ${cell.padStart((widths[column] ?? 0) - 2)} ` : ` ${cell.padEnd((widths[column] ?? 0) - 1)}`)).join(bar)}${bar}\n`;
  const body = rows.map((row) => line(row, '│')).join(rule('├', '┼', '┤', '─'));
  return `${rule('┏', '┳', '┓', '━')}${line(header, '┃')}${rule('┡', '╇', '┩', '━')}${body}${rule('└', '┴', '┘', '─')}`;
}

function shape(output: SummaryLayer['output']): string {
  return output === null
    ? '?'
    : `(${output.map((size, axis) => (size === null ? (axis === 0 ? 'None' : '?') : String(size))).join(', ')}${output.length === 1 ? ',' : ''})`;
}

function count(value: number | null): string {
  return value === null ? '?' : value.toLocaleString('en-US');
}

/** Four bytes a parameter, in the units of Keras's summary. */
function size(params: number | null): string {
  if (params === null) return '?';
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let bytes = params * 4;
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  return `${bytes.toFixed(2)} ${units[unit] ?? ''}`;
}
