import type { ExportTarget } from '../exportTarget';
import { summaryRows } from './summaryRows';

/** A tabular of the package booktabs, in a floating table. */
export const latexTarget: ExportTarget = {
  name: 'latex',
  title: 'Table of the layers in LaTeX',
  extension: '.tex',
  weights: 'none',
  write: async ({ model, analysis }) => {
    const { header, rows, totals } = summaryRows(model, analysis);
    const line = (cells: readonly string[]): string => `    ${cells.map(texText).join(' & ')} \\\\`;
    const content = [
      '% Needs \\usepackage{booktabs}.',
      '\\begin{table}',
      '  \\centering',
      `  \\caption{${texText(model.graph.name)}: ${totals.params} parameters, ${totals.macs} multiply-accumulates.}`,
      '  \\begin{tabular}{llrr}',
      '    \\toprule',
      line(header),
      '    \\midrule',
      ...rows.map(line),
      '    \\bottomrule',
      '  \\end{tabular}',
      '\\end{table}',
      '',
    ].join('\n');
    return [{ suffix: '.tex', content }];
  },
};

const special: { readonly [character: string]: string } = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '×': '$\\times$',
};

/** A text in which no character means anything to TeX. */
export function texText(text: string): string {
  return text.replace(/[\\~^×&%$#_{}]/g, (character) => special[character] ?? `\\${character}`);
}
