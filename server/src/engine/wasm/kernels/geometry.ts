import type { Windows } from '../../../compiler/operations/windows';
import type { Block, WasmBackend } from '../wasmBackend';

/** The geometry in memory, in the order of `Geometry` in `assembly/patches.ts`. Free the block afterwards. */
export function geometryBlock(
  backend: WasmBackend,
  sizes: { readonly batch: number; readonly channels: number; readonly filters: number },
  windows: Windows,
): Block {
  const block = backend.allocate([21], 'int32');
  backend
    .integers(block)
    .set([
      sizes.batch,
      ...threeOf(windows.input, 1),
      sizes.channels,
      ...threeOf(windows.kernel, 1),
      sizes.filters,
      ...threeOf(windows.output, 1),
      ...threeOf(windows.strides, 1),
      ...threeOf(windows.dilations, 1),
      ...threeOf(windows.before, 0),
    ]);
  return block;
}

/** Two dimensions are three with a depth of 1. */
function threeOf(values: readonly number[], fill: number): readonly number[] {
  return [...new Array<number>(3 - values.length).fill(fill), ...values];
}
