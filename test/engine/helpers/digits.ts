import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes MNIST's four files with `count` images each, whose class is the row that is bright. */
export async function writeDigits(folder: string, count: number): Promise<void> {
  for (const part of ['train', 't10k']) {
    const images = new Uint8Array(16 + count * 784);
    images.set([0, 0, 8, 3, 0, 0, count >> 8, count & 255, 0, 0, 0, 28, 0, 0, 0, 28]);
    const labels = new Uint8Array(8 + count);
    labels.set([0, 0, 8, 1, 0, 0, count >> 8, count & 255]);
    for (let row = 0; row < count; row += 1) {
      labels[8 + row] = row % 10;
      images.fill(255, 16 + row * 784 + (row % 10) * 28, 16 + row * 784 + (row % 10) * 28 + 28);
    }
    await writeFile(join(folder, `${part}-images-idx3-ubyte`), images);
    await writeFile(join(folder, `${part}-labels-idx1-ubyte`), labels);
  }
}
