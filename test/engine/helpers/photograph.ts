import { readFileSync } from 'node:fs';

/** The bytes of a sample photograph. */
export function read(name: 'china' | 'flower'): Uint8Array {
  return new Uint8Array(
    readFileSync(new URL(`../../../server/src/engine/data/photographs/${name}.jpg`, import.meta.url)),
  );
}
