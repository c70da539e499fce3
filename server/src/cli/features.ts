/** `shapewright features FILE -o DIR`: the feature maps of every layer as pictures. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInspectService } from '../engine/inspect/inspectService';
import { placeOf, viridis } from '../language/pictures/colourTables';
import type { FeaturesAnswer } from '../protocol/inspectMessages';
import { defineCommand, oneFile } from './command';
import { needed } from './command/options';
import { gridPng } from './gridPicture';
import { exampleOf, exampleOptions, modelOptions, readInspectCall } from './inspectCall';

export const featuresCommand = defineCommand({
  name: 'features',
  summary: 'the feature maps of every layer as pictures',
  operands: oneFile,
  options: {
    out: needed('DIR', 'where the pictures go, one a layer with all its maps', { short: 'o' }),
    ...exampleOptions,
    ...modelOptions,
  },
  examples: ['shapewright features samples/cifar10.nn -o maps --split train --index 7'],
  perform: async ({ operands: [file = ''], values, json, output }) => {
    const call = await readInspectCall(file, values);
    const service = createInspectService();
    const model = await service.ask(call.subject, { kind: 'model' });
    if (model.kind !== 'model') return 1;
    const example = await exampleOf(values, model.examples);
    const folder = resolve(values.out);
    await mkdir(folder, { recursive: true });
    const layers: { readonly name: string; readonly file: string; readonly shape: readonly number[] }[] = [];
    for (const [index, { path, name, shape }] of model.layers.entries()) {
      const features = await service.ask(call.subject, { kind: 'features', weights: call.weights, example, path });
      if (features.kind !== 'features') continue;
      const picture = `${String(index).padStart(2, '0')}-${name.replaceAll(/[^\w-]/g, '_')}.png`;
      await writeFile(join(folder, picture), pictureOf(features));
      layers.push({ name, file: picture, shape });
      if (!json) output.out.write(`${picture}  ${shape.join('x')}\n`);
    }
    output.out.write(json ? `${JSON.stringify({ weights: call.weightsName, layers })}\n` : `${call.weightsName}\n`);
    return 0;
  },
});

/** Small maps are enlarged in squares; a vector is folded into rows. */
function pictureOf(features: FeaturesAnswer): Uint8Array {
  const { width, height, count, values } = features;
  const folds = height === 1 && count === 1 && width > 64;
  const shown = folds ? { width: 64, height: Math.ceil(width / 64) } : { width, height };
  const scale = Math.max(1, Math.floor(96 / Math.max(shown.width, shown.height)));
  const place = (map: number, pixel: number): number => values[map * width * height + pixel] ?? 0;
  return gridPng({ ...shown, count, place: (map, pixel) => placeOf(place(map, pixel), 0, 255) }, viridis, scale);
}
