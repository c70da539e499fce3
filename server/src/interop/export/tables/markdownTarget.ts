import type { ExportTarget } from '../exportTarget';
import { summaryRows } from './summaryRows';

export const markdownTarget: ExportTarget = {
  name: 'markdown',
  title: 'Table of the layers in Markdown',
  extension: '.md',
  weights: 'none',
  write: async ({ model, analysis }) => {
    const { header, rows, totals } = summaryRows(model, analysis);
    const all = [header, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
    const widths = header.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0), 4));
    const line = (cells: readonly string[]): string =>
      `| ${cells.map((cell, column) => (column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
    const rule = widths.map((width, column) => (column === 3 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
    const [head = [], ...body] = all;
    const content = [
      `**${model.graph.name}**: ${totals.params} parameters (${totals.trainable} train), ${totals.macs} multiply-accumulates`,
      '',
      ...[head, rule, ...body].map(line),
      '',
    ].join('\n');
    return [{ suffix: '.md', content }];
  },
};
