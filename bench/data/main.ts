/**
 * `npm run bench -- data [--only decode|photographs|memory] [--images ARCHIVE] [--rounds 3]`: how long CIFAR-10's
 * 50,000 JPEG files take to decode and pack beside tf.io.decode_jpeg, and whether they equal the set's binary batches
 * made from them; what both engines make of the two photographs beside Pillow and Keras; how much memory a training
 * takes whose folder is larger than memory may be.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toolsPython } from '../toolsPython';
import { decodeFigures } from './decodeFigures';
import { memoryFigure } from './memoryFigure';
import { photographFigures } from './photographFigures';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    images: { type: 'string', default: '../shared/data/cifar10-images.tar.gz' },
    rounds: { type: 'string', default: '3' },
  },
});
const wants = (name: string): boolean => values.only === undefined || values.only === name;
const root = process.cwd();
const python = await toolsPython(root);
const folder = await mkdtemp(join(tmpdir(), 'shapewright-bench-data-'));
console.log(`load average of this machine before: ${loadavg()[0]?.toFixed(1)}`);
try {
  if (wants('photographs')) await photographFigures(root, python);
  if (wants('decode'))
    await decodeFigures({ archive: resolve(values.images), folder, python, rounds: Number(values.rounds) });
  if (wants('memory')) await memoryFigure(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
