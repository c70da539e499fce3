/** `shapewright graph FILE --svg OUT`: a model's graph as a picture, the one that the editor's panel shows. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeGraph } from '../language/graph/describeGraph';
import { graphFile } from '../language/graph/drawGraph';
import { layoutGraph } from '../language/graph/layoutGraph';
import { svgText } from '../language/graph/svgElement';
import { foldedByDefault, visibleGraph } from '../language/graph/visibleGraph';
import { analyzeFile } from './analyzeFile';
import { processOutput, type CommandOutput } from './command';

const usage = `shapewright graph FILE --svg OUT [--model NAME] [--unfold] [--workspace FOLDER]

  --svg OUT   where to write the picture; - is the standard output
  --model     which model, where the file has several
  --unfold    draws every layer; else the inner blocks of large models are folded
`;

/** Draws a model of a file and gives the exit status: 1 where the file has no such model. */
export async function runGraph(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  const options = readOptions(argv);
  if (options === 'help') {
    output.out.write(usage);
    return 0;
  }
  if (typeof options === 'string') {
    output.err.write(`${options}\n${usage}`);
    return 2;
  }
  const { analysis } = await analyzeFile(options.file, options.workspace);
  const names = analysis.models.map(({ graph }) => graph.name);
  const model = analysis.models.find(({ graph }) => options.model === undefined || graph.name === options.model);
  if (model === undefined) {
    const wanted = options.model === undefined ? 'model' : `model '${options.model}'`;
    output.err.write(`${options.file} has no ${wanted}${names.length === 0 ? '' : `; it has ${names.join(', ')}`}.\n`);
    return 1;
  }
  if (options.model === undefined && names.length > 1) {
    output.err.write(`${options.file} has several models: say which with --model (${names.join(', ')}).\n`);
    return 2;
  }
  const picture = describeGraph(model, analysis);
  const layout = layoutGraph(visibleGraph(picture, options.unfold ? new Set() : foldedByDefault(picture)));
  const text = `${svgText(graphFile(layout, picture.model))}\n`;
  if (options.svg === '-') output.out.write(text);
  else await writeFile(options.svg, text);
  return 0;
}

interface Options {
  readonly file: string;
  readonly svg: string;
  readonly model: string | undefined;
  readonly workspace: string | undefined;
  readonly unfold: boolean;
}

/** Any other text is what is wrong. */
function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        svg: { type: 'string' },
        model: { type: 'string' },
        workspace: { type: 'string' },
        unfold: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return 'help';
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return 'Name one file.';
    if (values.svg === undefined) return 'Say with --svg where to write the picture.';
    return { file, svg: values.svg, model: values.model, workspace: values.workspace, unfold: values.unfold };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
