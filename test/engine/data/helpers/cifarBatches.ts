import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rowNumbers, type Examples } from '../../../../server/src/engine/data/examples';

/**
 * Writes pictures of 32 x 32 x 3 as CIFAR-10's binary batches: five of the training part, one of the test part, each
 * record a class byte and three planes. The training part's length must be a multiple of five.
 */
export async function writeCifarBatches(train: Examples, test: Examples, folder: string): Promise<void> {
  const share = train.length / 5;
  for (let index = 0; index < 5; index += 1)
    await writeFile(
      join(folder, `data_batch_${index + 1}.bin`),
      await records(train, rowNumbers(share, index * share)),
    );
  await writeFile(join(folder, 'test_batch.bin'), await records(test, rowNumbers(test.length)));
}

async function records(examples: Examples, rows: Int32Array): Promise<Uint8Array> {
  const image = await examples.read('image', rows);
  const label = await examples.read('label', rows);
  const bytes = new Uint8Array(rows.length * 3073);
  for (let row = 0; row < rows.length; row += 1) {
    bytes[row * 3073] = label.data[row] ?? 0;
    for (let place = 0; place < 3072; place += 1)
      bytes[row * 3073 + 1 + (place % 3) * 1024 + Math.floor(place / 3)] = image.data[row * 3072 + place] ?? 0;
  }
  return bytes;
}
