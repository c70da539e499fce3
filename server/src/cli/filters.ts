/** `shapewright filters FILE -o grid.png`: the filters of a convolution as one picture. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInspectService } from '../engine/inspect/inspectService';
import { diverging, placeOf } from '../language/pictures/colourTables';
import type { InspectLayer, ModelAnswer } from '../protocol/inspectMessages';
import { processOutput, type CommandOutput } from './command';
import { gridPng } from './gridPicture';
import { commonUsage, textOf, withInspectCall } from './inspectCall';

const usage = `shapewright filters FILE -o grid.png [--layer NAME] [--channel N] [--model NAME] [--run RUN] [--epoch N]

  -o PNG                where the picture goes: negative weights blue, positive ones orange, 0 white
  --layer NAME          which convolution, by the name in the summary; the first one without it
  --channel N           the input channel whose kernels are drawn; 0 without it
${commonUsage}`;

const options = {
  output: { type: 'string', short: 'o' },
  layer: { type: 'string' },
  channel: { type: 'string' },
} as const;

/** The two ends that the panel has in a light theme. */
const table = diverging([26, 106, 201], [255, 255, 255], [204, 98, 0]);

/** Draws the picture and gives the exit status. */
export async function runFilters(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  return withInspectCall(argv, output, { usage, options }, async (call) => {
    const file = textOf(call.values, 'output');
    if (file === undefined) throw new RangeError('Say with -o where the picture goes.');
    const service = createInspectService();
    const model = await service.ask(call.subject, { kind: 'model' });
    if (model.kind !== 'model') return;
    const layer = convolution(model, textOf(call.values, 'layer'));
    const found = await service.ask(call.subject, { kind: 'filters', weights: call.weights, path: layer.path });
    if (found.kind !== 'filters') return;
    const channels = found.shape.at(-2) ?? 1;
    const filters = found.shape.at(-1) ?? 1;
    const channel = Number(textOf(call.values, 'channel') ?? 0);
    if (!Number.isInteger(channel) || channel < 0 || channel >= channels)
      throw new RangeError(`${layer.name} reads ${channels} channels, from 0.`);
    const [height = 1, width = 1] = found.shape.length > 3 ? found.shape.slice(-4, -2) : [1, found.shape[0]];
    const limit = found.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const place = (filter: number, pixel: number): number =>
      placeOf(found.values[(pixel * channels + channel) * filters + filter] ?? 0, -limit, limit);
    await writeFile(
      resolve(file),
      gridPng({ count: filters, width, height, place }, table, Math.max(4, Math.floor(48 / width))),
    );
    output.out.write(
      `${layer.name}: ${filters} filters of ${found.shape.slice(0, -1).join('x')}, weights up to ${limit.toPrecision(4)}, ${call.weightsName}\n`,
    );
  });
}

function convolution({ layers }: ModelAnswer, name: string | undefined): InspectLayer {
  const fitting = layers.filter(({ kernel, window }) => kernel !== undefined && window !== undefined);
  const found = fitting.find((layer) => name === undefined || layer.name === name || layer.path === name);
  if (found !== undefined) return found;
  const names = fitting.map((layer) => layer.name).join(', ');
  throw new RangeError(
    name === undefined ? 'The model has no convolution.' : `The model has no convolution ${name}; it has ${names}.`,
  );
}
