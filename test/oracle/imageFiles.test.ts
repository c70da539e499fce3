/** Image files of many kinds beside Pillow; test/oracle/imageFiles.py wrote the fixture. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodeImage } from '../../server/src/engine/data/formats/imageFile';
import { readImageFiles } from '../helpers/imageFiles';

const files = readImageFiles(process.cwd());

test('the fixture has JPEG and PNG of many kinds', () => {
  expect(files.length).toBeGreaterThan(30);
});

describe('is decoded as Pillow does, bit for bit', () => {
  test.each(files.map((file) => [file.name, file] as const))('%s', async (name, { bytes, size, sha256 }) => {
    const { height, width, channels, data } = await decodeImage(bytes, name);
    expect([height, width, channels]).toEqual(size);
    expect(createHash('sha256').update(data).digest('hex')).toBe(sha256);
  });
});
