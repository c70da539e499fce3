/** `shapewright features FILE -o DIR`: the feature maps of every layer as pictures. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { encodeNpy } from '../engine/elsewhere/npyFile';
import { createInspectService, type InspectService } from '../engine/inspect/inspectService';
import { placeOf, viridis } from '../language/pictures/colourTables';
import type { ExampleChoice, FeaturesAnswer } from '../protocol/inspectMessages';
import { defineCommand, oneFile } from './command';
import { choice, needed } from './command/options';
import { gridPng } from './gridPicture';
import { exampleOf, exampleOptions, modelOptions, readInspectCall, type InspectCall } from './inspectCall';
import { refuseOutput } from './resultPlace';

export const featuresCommand = defineCommand({
  name: 'features',
  summary: 'the feature maps of every layer as pictures',
  operands: oneFile,
  options: {
    out: needed('DIR', 'where the pictures go, one a layer with all its maps', { short: 'o' }),
    as: choice(['png', 'npy'], 'pictures, or arrays of NumPy with the exact values; png without it'),
    ...exampleOptions,
    ...modelOptions,
  },
  examples: [
    'shapewright features samples/cifar10.nn -o maps --split train --index 7',
    'shapewright features samples/mnist.nn -o maps --as npy --weights mnist.safetensors',
  ],
  perform: async ({ operands: [file = ''], values, json, output }) => {
    refuseOutput(values.out, 'The maps go into a folder');
    const service = createInspectService();
    const call = await readInspectCall(file, values, service);
    const model = await service.ask(call.subject, { kind: 'model' });
    if (model.kind !== 'model') return 1;
    const { example, name: looked } = await exampleOf(values, model);
    if (model.remark !== undefined && example.kind === 'data') output.err.write(`warning: ${model.remark}\n`);
    const folder = resolve(values.out);
    await mkdir(folder, { recursive: true });
    const layers: { readonly name: string; readonly file: string; readonly shape: readonly number[] }[] = [];
    for (const [index, { path, name, shape }] of model.layers.entries()) {
      const features = await service.ask(call.subject, { kind: 'features', weights: call.weights, example, path });
      if (features.kind !== 'features') continue;
      const format = values.as ?? 'png';
      const written = `${String(index).padStart(2, '0')}-${name.replaceAll(/[^\w-]/g, '_')}.${format}`;
      const target = join(folder, written);
      const content =
        format === 'png' ? pictureOf(features) : await mapsArray(features, shape, { service, call, example });
      await writeFile(target, content);
      layers.push({ name, file: written, shape });
      if (!json) output.out.write(`${written}  ${shape.join('x')}\n`);
    }
    output.out.write(
      json
        ? `${JSON.stringify({ weights: call.weightsName, example: looked, layers })}\n`
        : `${looked}, ${call.weightsName}\n`,
    );
    return 0;
  },
});

interface Looking {
  readonly service: InspectService;
  readonly call: InspectCall;
  readonly example: ExampleChoice;
}

/** The exact values, which come map by map, as one array with the batch of one first and channels last. */
async function mapsArray(
  { path, count }: FeaturesAnswer,
  shape: readonly number[],
  { service, call, example }: Looking,
): Promise<Uint8Array> {
  const data = new Float32Array(shape.reduce((all, size) => all * size, 1));
  for (let map = 0; map < count; map += 1) {
    const answer = await service.ask(call.subject, { kind: 'map', weights: call.weights, example, path, map });
    if (answer.kind !== 'map') throw new Error(`The map ${map} of ${path} is not answered by a map.`);
    for (const [place, value] of answer.values.entries()) data[place * count + map] = value;
  }
  return encodeNpy({ dtype: 'float32', shape: [1, ...shape], data });
}

/** Small maps are enlarged in squares; a vector is folded into rows. */
function pictureOf(features: FeaturesAnswer): Uint8Array {
  const { width, height, count, values } = features;
  const folds = height === 1 && count === 1 && width > 64;
  const shown = folds ? { width: 64, height: Math.ceil(width / 64) } : { width, height };
  const scale = Math.max(1, Math.floor(96 / Math.max(shown.width, shown.height)));
  const place = (map: number, pixel: number): number => values[map * width * height + pixel] ?? 0;
  return gridPng({ ...shown, count, place: (map, pixel) => placeOf(place(map, pixel), 0, 255) }, viridis, scale);
}
