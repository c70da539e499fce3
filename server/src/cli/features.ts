/** `shapewright features FILE -o DIR`: the feature maps of every layer as pictures. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInspectService } from '../engine/inspect/inspectService';
import { placeOf, viridis } from '../language/pictures/colourTables';
import type { FeaturesAnswer } from '../protocol/inspectMessages';
import { processOutput, type CommandOutput } from './command';
import { gridPng } from './gridPicture';
import { commonUsage, exampleOf, exampleUsage, textOf, withInspectCall } from './inspectCall';

const usage = `shapewright features FILE -o DIR [--image IMG | --index N] [--model NAME] [--run RUN] [--epoch N]

  -o DIR                where the pictures go, one a layer with all its maps
${exampleUsage}${commonUsage}`;

/** Writes the pictures and gives the exit status. */
export async function runFeatures(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  return withInspectCall(argv, output, { usage, options: { output: { type: 'string', short: 'o' } } }, async (call) => {
    const folder = textOf(call.values, 'output');
    if (folder === undefined) throw new RangeError('Say with -o where the pictures go.');
    const service = createInspectService();
    const model = await service.ask(call.subject, { kind: 'model' });
    if (model.kind !== 'model') return;
    const example = await exampleOf(call, model.examples);
    await mkdir(resolve(folder), { recursive: true });
    for (const [index, { path, name, shape }] of model.layers.entries()) {
      const features = await service.ask(call.subject, { kind: 'features', weights: call.weights, example, path });
      if (features.kind !== 'features') continue;
      const file = `${String(index).padStart(2, '0')}-${name.replaceAll(/[^\w-]/g, '_')}.png`;
      await writeFile(join(resolve(folder), file), picture(features));
      output.out.write(`${file}  ${shape.join('x')}\n`);
    }
    output.out.write(`${call.weightsName}\n`);
  });
}

/** Small maps are enlarged in squares; a vector is folded into rows. */
function picture(features: FeaturesAnswer): Uint8Array {
  const { width, height, count, values } = features;
  const folds = height === 1 && count === 1 && width > 64;
  const shown = folds ? { width: 64, height: Math.ceil(width / 64) } : { width, height };
  const scale = Math.max(1, Math.floor(96 / Math.max(shown.width, shown.height)));
  const place = (map: number, pixel: number): number => values[map * width * height + pixel] ?? 0;
  return gridPng({ ...shown, count, place: (map, pixel) => placeOf(place(map, pixel), 0, 255) }, viridis, scale);
}
