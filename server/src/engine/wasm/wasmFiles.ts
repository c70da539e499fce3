import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of tfjs's wasm binaries. */
export function tfjsWasmFolder(): string {
  const file = 'tfjs-backend-wasm-simd.wasm';
  return isBeside(file) ? beside() : dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
}

/** Our own kernels, as the build has compiled them. */
export function ownKernelsFile(): string {
  const file = 'shapewright-kernels.wasm';
  return join(isBeside(file) ? beside() : fileURLToPath(new URL('../../../../dist/wasm', import.meta.url)), file);
}

/** In the bundle the binaries lie beside it, in `wasm/`; in the sources they are where they were installed or built. */
function beside(): string {
  return fileURLToPath(new URL('wasm', import.meta.url));
}

function isBeside(file: string): boolean {
  return existsSync(join(beside(), file));
}
