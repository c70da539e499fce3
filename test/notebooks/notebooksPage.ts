import { notebooks, type Figure, type Notebook, type Row } from './notebooks';

/** docs/notebooks.md: a table a notebook, from the list. Prettier brings it into its layout. */
export function notebooksPage(): string {
  const head = `# The five notebooks

What each of the notebooks shows and prints, and what does it here. Bold words are lenses above a declaration in the
editor; samples open by \`Shapewright: Open Sample…\`. \`npm run notebooks\` runs the command of every figure and
compares; \`--quick\` leaves the trainings out. Sizes are written with the batch first, as a summary does (\`None\`),
or without it. With \`--json\`, as \`npm run notebooks\` asks, a command gives all digits, and what its tables leave out:
receptive fields and the weights of filters. This page is written by \`npm run notebooks -- --page\` from \`test/notebooks/notebooks.json\`.
`;
  return [head, ...notebooks.map(section)].join('\n');
}

function section({ title, guide, rows }: Notebook): string {
  const lines = rows.map(line);
  const table = ['| it shows | here | figures | command |', '| --- | --- | --- | --- |', ...lines].join('\n');
  return `## ${title}\n\nGuide: [${guide}.md](guides/${guide}.md)\n\n${table}\n`;
}

function line({ shows, here, figures = [] }: Row): string {
  const commands = [...new Set(figures.map(({ command }) => `\`${command.join(' ')}\``))];
  return `| ${[shows, here, figures.map(figureText).join('<br>'), commands.join('<br>')].join(' | ')} |`;
}

function figureText({ what, printed, expected, range, tolerance, because }: Figure): string {
  const limits = range === undefined ? '' : `, here ${range[0]} to ${range[1]}`;
  const right = expected === undefined ? '' : `, rightly ${text(expected)}`;
  const near = tolerance === undefined ? '' : ` ±${tolerance}`;
  return `${what}: ${text(printed)}${near}${right}${limits}${because === undefined ? '' : `. ${because}`}`;
}

function text(printed: Figure['printed']): string {
  return `\`${JSON.stringify(printed).replaceAll('"', '').replaceAll(',', ', ').replaceAll('null', 'None')}\``;
}
