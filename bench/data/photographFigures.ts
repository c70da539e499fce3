import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeImage } from '../../server/src/engine/data/formats/imageFile';
import { selectEngine } from '../../server/src/engine/selectEngine';
import { photographMeans } from '../../test/helpers/photographMeans';

interface Reference {
  readonly pillow: string;
  readonly keras: string;
  readonly pixels: readonly string[];
  readonly means: readonly (readonly number[])[];
}

/** Prints what both engines make of the two photographs beside what Pillow and Keras make of them now. */
export async function photographFigures(root: string, python: string): Promise<void> {
  const { stdout } = await promisify(execFile)(python, [join(root, 'test/oracle/photographs.py'), '--print']);
  const reference = JSON.parse(stdout) as Reference;
  for (const [index, name] of ['china', 'flower'].entries()) {
    const file = join(root, 'server/src/engine/data/photographs', `${name}.jpg`);
    const { height, width, channels, data } = await decodeImage(new Uint8Array(await readFile(file)), file);
    const isSame = createHash('sha256').update(data).digest('hex') === reference.pixels[index];
    console.log(
      `${name}.jpg, ${height}x${width}x${channels}: the pixels are ${isSame ? 'those' : 'NOT those'} of Pillow ${reference.pillow}`,
    );
  }
  console.log('means of each channel behind CenterCrop(70, 120) and Rescaling(1/255):');
  console.log(`  Keras ${reference.keras.padEnd(9)} ${text(reference.means)}`);
  for (const name of ['native', 'wasm'] as const) {
    const { engine } = await selectEngine(name);
    const { shape, means } = await photographMeans(engine, root);
    const difference = Math.max(
      ...means.flat().map((mean, place) => Math.abs(mean - (reference.means.flat()[place] ?? Number.NaN))),
    );
    console.log(
      `  ${name.padEnd(15)} ${text(means)}  of [${shape.join(', ')}], at most ${difference.toExponential(1)} from Keras's (1e-5)`,
    );
  }
}

function text(means: readonly (readonly number[])[]): string {
  return means.map((channels) => `[${channels.map((mean) => mean.toFixed(8)).join(', ')}]`).join(' ');
}
