/** The exports of our wasm module (`assembly/index.ts`). Pointers are byte offsets into the shared memory. */
export interface OwnKernels {
  scratchBytes(): number;
  matmul(
    m: number,
    n: number,
    k: number,
    a: number,
    transposeA: boolean,
    b: number,
    transposeB: boolean,
    c: number,
    scratch: number,
  ): void;
  convolution(geometry: number, x: number, w: number, y: number, scratch: number): void;
  convolutionFilterGradient(geometry: number, x: number, dy: number, dw: number, scratch: number): void;
  convolutionInputGradient(geometry: number, dy: number, w: number, dx: number, scratch: number): void;
  depthwise(geometry: number, x: number, w: number, y: number): void;
  depthwiseFilterGradient(geometry: number, x: number, dy: number, dw: number): void;
  depthwiseInputGradient(geometry: number, dy: number, w: number, dx: number): void;
  maxPool(geometry: number, x: number, y: number): void;
  averagePool(geometry: number, x: number, y: number): void;
  maxPoolGradient(geometry: number, x: number, y: number, dy: number, dx: number, found: number): void;
  averagePoolGradient(geometry: number, dy: number, dx: number): void;
  sumColumns(rows: number, columns: number, x: number, sums: number, partial: number): void;
  sumSquaredDeviations(rows: number, columns: number, x: number, mean: number, sums: number, partial: number): void;
  sumProductsWithDeviation(
    rows: number,
    columns: number,
    dy: number,
    x: number,
    mean: number,
    sums: number,
    partial: number,
  ): void;
  scaleColumns(rows: number, columns: number, x: number, factor: number, offset: number, y: number): void;
  combineColumns(
    rows: number,
    columns: number,
    dy: number,
    x: number,
    a: number,
    b: number,
    c: number,
    dx: number,
  ): void;
  addToColumns(rows: number, columns: number, x: number, bias: number, y: number): void;
  uniform(key0: number, key1: number, salt: number, first: number, count: number, to: number): void;
  reluGradient(count: number, dy: number, y: number, dx: number): void;
}

/** Compiles our kernels onto the memory of the back end. */
export async function instantiateOwnKernels(binary: Uint8Array, memory: WebAssembly.Memory): Promise<OwnKernels> {
  const module = await WebAssembly.compile(binary);
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as OwnKernels;
}
