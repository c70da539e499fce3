/** `shapewright predict FILE --image IMG`: what a model says of an image. */
import { createInspectService } from '../engine/inspect/inspectService';
import type { OutputScores } from '../protocol/inspectMessages';
import { encodeNpy } from '../engine/elsewhere/npyFile';
import { defineCommand, oneFile } from './command';
import { text, UsageMistake, wholeNumber } from './command/options';
import { exampleOf, exampleOptions, modelOptions, readInspectCall } from './inspectCall';
import { resultPlace } from './resultPlace';

export const predictCommand = defineCommand({
  name: 'predict',
  summary: 'what a model says of an image',
  operands: oneFile,
  options: {
    ...exampleOptions,
    out: text('NPY', 'write all values of the output as an array of NumPy, too; - is the standard output', {
      short: 'o',
    }),
    top: wholeNumber('so many of the best classes, 5 without it', { min: 1 }),
    ...modelOptions,
  },
  examples: [
    'shapewright predict samples/mnist.nn --index 7',
    'shapewright predict samples/mnist.nn --image seven.png --invert',
    'shapewright predict samples/mnist.nn --weights mnist.safetensors -o scores.npy',
  ],
  notes: 'With --json all values are written.',
  perform: async ({ operands: [file = ''], values, json, output }) => {
    const place = values.out === undefined ? undefined : resultPlace(values.out, json, output);
    const service = createInspectService();
    const call = await readInspectCall(file, values, service);
    const model = await service.ask(call.subject, { kind: 'model' });
    if (model.kind !== 'model') return 1;
    const { example, name: looked } = await exampleOf(values, model);
    if (model.remark !== undefined && example.kind === 'data') output.err.write(`warning: ${model.remark}\n`);
    const scores = await service.ask(call.subject, { kind: 'scores', weights: call.weights, example });
    if (scores.kind !== 'scores') return 1;
    await place?.write(scoresArray(scores.outputs));
    if (json) {
      const outputs = scores.outputs.map(({ name, values: all, classes }) => ({
        name,
        values: Array.from(all),
        ...(classes && { classes }),
      }));
      output.out.write(`${JSON.stringify({ weights: call.weightsName, example: looked, outputs })}\n`);
      return 0;
    }
    const told = place?.told ?? output.out;
    for (const each of scores.outputs) told.write(scoreLines(each, values.top ?? 5));
    told.write(`${looked}, ${call.weightsName}\n`);
    return 0;
  },
});

/** One output alone: an array has one shape. */
function scoresArray(outputs: readonly OutputScores[]): Uint8Array {
  const [output] = outputs;
  if (output === undefined || outputs.length > 1)
    throw new UsageMistake(`-o takes a model with one output that is a vector; this one has ${outputs.length}.`);
  const { values } = output;
  return encodeNpy({ dtype: 'float32', shape: [1, values.length], data: values });
}

function scoreLines({ name, values, classes }: OutputScores, top: number): string {
  const best = Array.from(values, (value, index) => ({ value, label: classes?.[index] ?? String(index) }));
  const shown = best.sort((a, b) => b.value - a.value).slice(0, top);
  const width = Math.max(...shown.map(({ label }) => label.length));
  return `${name}\n${shown.map(({ value, label }) => `  ${label.padEnd(width)}  ${value.toFixed(4)}\n`).join('')}`;
}
