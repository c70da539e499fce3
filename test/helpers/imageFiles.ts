/** Image files as `test/oracle/imageFiles.py` wrote them down. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Height, width and channels. */
  readonly size: readonly [number, number, number];
  /** Of the pixels that Pillow decodes. */
  readonly sha256: string;
}

/** `root` is the project's folder. */
export function readImageFiles(root: string): readonly ImageFile[] {
  const { cases } = JSON.parse(readFileSync(join(root, 'test/oracle/fixtures/imageFiles.json'), 'utf8')) as {
    readonly cases: readonly (readonly [string, string, number, number, number, string])[];
  };
  return cases.map(([name, file, height, width, channels, sha256]) => ({
    name,
    bytes: new Uint8Array(Buffer.from(file, 'base64')),
    size: [height, width, channels],
    sha256,
  }));
}
