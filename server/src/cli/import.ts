/** `shapewright import FILE -o OUT`: a model of Keras or TensorFlow.js as a `.nn` file. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { codeOf, textOf } from '../engine/runProblem';
import { encodeSafetensors } from '../engine/runs/safetensors';
import { importModel, type ImportedModel } from '../interop/import/importModel';
import { ImportProblem } from '../interop/import/importProblem';
import { processOutput, type CommandOutput } from './command';

const usage = `shapewright import FILE [-o OUT] [--json]

FILE is a Keras model (.keras), the JSON of model.to_json(), a TensorFlow.js model.json with its shards beside it,
or Python code that builds a model with Keras, which is read and never run.

  -o, --output OUT   the .nn file to write; without it the text goes to the terminal. Weights, where the file has
                     them, are written beside OUT as safetensors
  --json             what was written and what could not be brought over, as JSON
`;

/** Writes the files and gives the exit status: 1 where nothing could be read, 2 for a wrong command line. */
export async function runImport(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') {
    output.err.write(`${options}\n${usage}`);
    return 2;
  }
  if (options.help) {
    output.out.write(usage);
    return 0;
  }
  const weightsFile = options.out?.replace(/(\.nn)?$/, '.safetensors');
  try {
    const imported = await importModel({
      name: basename(options.file),
      bytes: await readFile(options.file),
      readBeside: (name) => readBeside(join(dirname(options.file), name)),
      ...(weightsFile === undefined ? {} : { weightsFile: basename(weightsFile) }),
    });
    await write(imported, options, weightsFile, output);
    return 0;
  } catch (error) {
    if (error instanceof ImportProblem) output.err.write(`${error.place}: ${error.reason}\n  ${error.nextStep}\n`);
    else if (codeOf(error) !== undefined) output.err.write(`${options.file}: ${textOf(error)}\n`);
    else throw error;
    return 1;
  }
}

async function write(
  imported: ImportedModel,
  { out, json }: Options,
  weightsFile: string | undefined,
  output: CommandOutput,
): Promise<void> {
  const { text, model, layers, notes, weights } = imported;
  const files: string[] = [];
  if (out !== undefined) {
    await writeFile(out, text);
    files.push(out);
    if (weights !== undefined && weights.size > 0 && weightsFile !== undefined) {
      await writeFile(weightsFile, encodeSafetensors(weights, new Map([['format', 'pt']])));
      files.push(weightsFile);
    }
  }
  if (json) {
    const told = { model, layers, files, weights: weights?.size ?? 0, notes, ...(out === undefined ? { text } : {}) };
    output.out.write(`${JSON.stringify(told)}\n`);
    return;
  }
  output.out.write(out === undefined ? text : `${files.join('\n')}\n`);
  for (const { place, message } of notes) output.err.write(`${place}: ${message}\n`);
}

async function readBeside(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

interface Options {
  readonly file: string;
  readonly out: string | undefined;
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
        output: { type: 'string', short: 'o' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [file] = positionals;
    if (values.help) return { file: '', out: undefined, json: false, help: true };
    if (file === undefined || positionals.length > 1) return 'Name one file.';
    return { file, out: values.output, json: values.json, help: false };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
