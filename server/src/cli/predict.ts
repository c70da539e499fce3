/** `shapewright predict FILE --image IMG`: what a model says of an image. */
import { createInspectService } from '../engine/inspect/inspectService';
import type { OutputScores } from '../protocol/inspectMessages';
import { processOutput, type CommandOutput } from './command';
import { commonUsage, exampleOf, exampleUsage, withInspectCall } from './inspectCall';

const usage = `shapewright predict FILE [--image IMG | --index N] [--top N] [--json] [--model NAME] [--run RUN] [--epoch N]

${exampleUsage}  --top N               so many of the best classes, 5 without it
  --json                all values as JSON
${commonUsage}`;

const options = { top: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } } as const;

/** Prints the scores and gives the exit status. */
export async function runPredict(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  return withInspectCall(argv, output, { usage, options }, async (call) => {
    const top = Number(call.values['top']);
    if (!Number.isInteger(top) || top < 1) throw new RangeError('--top takes a whole number from 1.');
    const service = createInspectService();
    const model = await service.ask(call.subject, { kind: 'model' });
    if (model.kind !== 'model') return;
    const example = await exampleOf(call, model.examples);
    const scores = await service.ask(call.subject, { kind: 'scores', weights: call.weights, example });
    if (scores.kind !== 'scores') return;
    if (call.values['json'] === true) {
      const outputs = scores.outputs.map(({ name, values, classes }) => ({
        name,
        values: Array.from(values),
        ...(classes && { classes }),
      }));
      output.out.write(`${JSON.stringify({ weights: call.weightsName, outputs })}\n`);
      return;
    }
    for (const each of scores.outputs) output.out.write(scoreLines(each, top));
    output.out.write(`${call.weightsName}\n`);
  });
}

function scoreLines({ name, values, classes }: OutputScores, top: number): string {
  const best = Array.from(values, (value, index) => ({ value, label: classes?.[index] ?? String(index) }));
  const shown = best.sort((a, b) => b.value - a.value).slice(0, top);
  const width = Math.max(...shown.map(({ label }) => label.length));
  return `${name}\n${shown.map(({ value, label }) => `  ${label.padEnd(width)}  ${value.toFixed(4)}\n`).join('')}`;
}
