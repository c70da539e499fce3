/** `shapewright filters FILE -o grid.png`: the filters of a convolution as one picture. */
import { createInspectService } from '../engine/inspect/inspectService';
import { diverging, placeOf } from '../language/pictures/colourTables';
import type { InspectLayer, ModelAnswer } from '../protocol/inspectMessages';
import { defineCommand, oneFile } from './command';
import { needed, text, UsageMistake, wholeNumber } from './command/options';
import { encodeNpy } from '../engine/elsewhere/npyFile';
import { gridPng } from './gridPicture';
import { modelOptions, readInspectCall } from './inspectCall';
import { resultPlace } from './resultPlace';

/** The two ends that the panel has in a light theme. */
const table = diverging([26, 106, 201], [255, 255, 255], [204, 98, 0]);

export const filtersCommand = defineCommand({
  name: 'filters',
  summary: 'the filters of a convolution as a picture',
  operands: oneFile,
  options: {
    out: needed(
      'OUT',
      'where the picture goes, a PNG, - for the standard output; the kernel itself where OUT ends in .npy',
      { short: 'o' },
    ),
    layer: text('NAME', 'which convolution, by the name in the summary; the first one without it'),
    channel: wholeNumber('the input channel whose kernels are drawn; 0 without it'),
    ...modelOptions,
  },
  examples: [
    'shapewright filters samples/cifar10.nn -o filters.png --layer conv2d_1',
    'shapewright filters samples/mnist.nn -o kernel.npy --weights mnist.safetensors',
  ],
  notes: `Negative weights are blue, positive ones orange, 0 white. 32 filters stand in 4 columns, 64 in 8.
With --json the weights of that channel are written too, a list a filter, row by row.`,
  perform: async ({ operands: [model = ''], values, json, output }) => {
    const place = resultPlace(values.out, json, output);
    const service = createInspectService();
    const call = await readInspectCall(model, values, service);
    const answer = await service.ask(call.subject, { kind: 'model' });
    if (answer.kind !== 'model') return 1;
    const layer = convolution(answer, values.layer);
    const found = await service.ask(call.subject, { kind: 'filters', weights: call.weights, path: layer.path });
    if (found.kind !== 'filters') return 1;
    const channels = found.shape.at(-2) ?? 1;
    const filters = found.shape.at(-1) ?? 1;
    const channel = values.channel ?? 0;
    if (channel >= channels) throw new UsageMistake(`${layer.name} reads ${channels} channels, from 0.`);
    const [height = 1, width = 1] = found.shape.length > 3 ? found.shape.slice(-4, -2) : [1, found.shape[0]];
    const limit = found.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const weight = (filter: number, pixel: number): number =>
      found.values[(pixel * channels + channel) * filters + filter] ?? 0;
    const shade = (filter: number, pixel: number): number => placeOf(weight(filter, pixel), -limit, limit);
    const { shape } = found;
    await place.write(
      values.out.endsWith('.npy')
        ? encodeNpy({ dtype: 'float32', shape, data: found.values })
        : gridPng({ count: filters, width, height, place: shade }, table, Math.max(4, Math.floor(48 / width))),
    );
    if (json) {
      const pixels = found.values.length / channels / filters;
      const kernels = Array.from({ length: filters }, (_, filter) =>
        Array.from({ length: pixels }, (_, pixel) => weight(filter, pixel)),
      );
      const told = { layer: layer.name, file: values.out, shape, largest: limit, weights: call.weightsName, kernels };
      output.out.write(`${JSON.stringify(told)}\n`);
      return 0;
    }
    place.told.write(
      `${layer.name}: ${filters} filters of ${shape.slice(0, -1).join('x')}, weights up to ${limit.toPrecision(4)}, ${call.weightsName}\n`,
    );
    return 0;
  },
});

function convolution({ layers }: ModelAnswer, name: string | undefined): InspectLayer {
  const fitting = layers.filter(({ kernel, window }) => kernel !== undefined && window !== undefined);
  const found = fitting.find((layer) => name === undefined || layer.name === name || layer.path === name);
  if (found !== undefined) return found;
  const names = fitting.map((layer) => layer.name).join(', ');
  throw new UsageMistake(
    name === undefined ? 'The model has no convolution.' : `The model has no convolution ${name}; it has ${names}.`,
  );
}
