/** `shapewright summary FILE`: layers, shapes and parameters, as Keras prints them or as JSON. */
import { parseArgs } from 'node:util';
import { summarize } from '../language/summary/summarize';
import { summaryTable } from '../language/summary/summaryTable';
import { analyzeFile } from './analyzeFile';
import { processOutput, type CommandOutput } from './command';

const usage = `shapewright summary FILE [--model NAME] [--workspace FOLDER] [--json]
`;

/** Prints the models of a file and gives the exit status: 1 where the file or the model is not there. */
export async function runSummary(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') {
    output.err.write(`${options}\n${usage}`);
    return 2;
  }
  if (options.help) {
    output.out.write(usage);
    return 0;
  }
  const { analysis } = await analyzeFile(options.file, options.workspace);
  const models = analysis.models.filter((model) => options.model === undefined || model.graph.name === options.model);
  if (options.model !== undefined && models.length === 0) {
    const names = analysis.models.map((model) => model.graph.name).join(', ');
    output.err.write(`${options.file} has no model '${options.model}'${names === '' ? '' : `; it has ${names}`}.\n`);
    return 1;
  }
  const summaries = models.map((model) => summarize(model, analysis));
  output.out.write(
    options.json ? `${JSON.stringify({ models: summaries })}\n` : summaries.map(summaryTable).join('\n'),
  );
  return 0;
}

interface Options {
  readonly file: string;
  readonly model: string | undefined;
  readonly workspace: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** A text is what is wrong. */
function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        workspace: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [file] = positionals;
    if (values.help) return { file: '', model: undefined, workspace: undefined, json: false, help: true };
    if (file === undefined || positionals.length > 1) return 'Name one file.';
    return { file, model: values.model, workspace: values.workspace, json: values.json, help: false };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
