/** `shapewright import FILE -o OUT`: a model of Keras or TensorFlow.js as a `.nn` file. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { codeOf, RunProblem, textOf } from '../engine/runProblem';
import { encodeSafetensors } from '../engine/runs/safetensors';
import { importModel, type ImportedModel } from '../interop/import/importModel';
import { ImportProblem } from '../interop/import/importProblem';
import { defineCommand, oneFile, type CommandOutput } from './command';
import { text } from './command/options';
import { resultPlace, type ResultPlace } from './resultPlace';

export const importCommand = defineCommand({
  name: 'import',
  summary: 'a model of Keras or TensorFlow.js as a .nn file',
  operands: oneFile,
  options: { out: text('OUT', 'the .nn file to write; without it, or as -, the standard output', { short: 'o' }) },
  examples: [
    'shapewright import model.keras -o model.nn',
    'shapewright import model.py',
    'shapewright import - < model.py',
  ],
  notes: `FILE is a Keras model (.keras), the JSON of model.to_json(), a TensorFlow.js model.json with its shards beside it,
or Python code that builds a model with Keras, which is read and never run; - is the standard input. Weights, where the file has them, are
written beside OUT as safetensors: the standard output has no place for them. With --json what was written and what could not be brought over is told.`,
  perform: async ({ operands: [file = ''], values: { out }, json, output }) => {
    const place = resultPlace(out ?? '-', json && out !== undefined, output);
    const weightsFile = place.isOutput ? undefined : out?.replace(/(\.nn)?$/, '.safetensors');
    try {
      const imported = await importModel({
        name: file === '-' ? 'the standard input' : basename(file),
        bytes: file === '-' ? await buffer(process.stdin) : await readFile(file),
        ...(file === '-' ? {} : { readBeside: (name: string) => readBeside(join(dirname(file), name)) }),
        ...(weightsFile === undefined ? {} : { weightsFile: basename(weightsFile) }),
      });
      await write(imported, { place, out, json, weightsFile }, output);
      return 0;
    } catch (error) {
      throw problemOf(error, file);
    }
  },
});

/** What a person can set right as a RunProblem; anything else as it came. */
function problemOf(error: unknown, file: string): unknown {
  if (error instanceof ImportProblem)
    return new RunProblem('import/model', {
      message: `${error.place}: ${error.reason}`,
      reason: 'Nothing was written.',
      nextStep: error.nextStep,
    });
  if (codeOf(error) === undefined) return error;
  return new RunProblem('import/file', {
    message: `${file}: ${textOf(error)}`,
    reason: 'A file could not be read or written.',
    nextStep: 'Name a file of a model that can be read, and a place that can be written to with -o.',
  });
}

interface Target {
  readonly place: ResultPlace;
  readonly out: string | undefined;
  readonly json: boolean;
  /** Undefined on the standard output. */
  readonly weightsFile: string | undefined;
}

async function write(
  imported: ImportedModel,
  { place, out, json, weightsFile }: Target,
  output: CommandOutput,
): Promise<void> {
  const { text: content, model, layers, notes, weights } = imported;
  const files: string[] = [];
  const hasWeights = weights !== undefined && weights.size > 0;
  if (out !== undefined && !place.isOutput) {
    await place.write(content);
    files.push(out);
    if (hasWeights && weightsFile !== undefined) {
      await writeFile(weightsFile, encodeSafetensors(weights, new Map([['format', 'pt']])));
      files.push(weightsFile);
    }
  }
  if (json) {
    const told = {
      model,
      layers,
      files,
      weights: weights?.size ?? 0,
      notes,
      ...(place.isOutput ? { text: content } : {}),
    };
    output.out.write(`${JSON.stringify(told)}\n`);
    return;
  }
  output.out.write(place.isOutput ? content : `${files.join('\n')}\n`);
  if (hasWeights && place.isOutput)
    output.err.write(`The ${weights.size} weights of ${model} were not written: with -o FILE they go beside it.\n`);
  for (const { place: where, message } of notes) output.err.write(`${where}: ${message}\n`);
}

async function readBeside(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
