import type { NumericTensor } from '../operations/definition';

/** Products of the matrices in the last two axes, float64. */
export function matMul(a: NumericTensor, b: NumericTensor, transposeA: boolean, transposeB: boolean): Float64Array {
  const [aRows, aColumns] = [a.shape.at(-2) ?? 1, a.shape.at(-1) ?? 1];
  const [bRows, bColumns] = [b.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1];
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const columns = transposeB ? bRows : bColumns;
  const count = a.shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const result = new Float64Array(count * rows * columns);
  for (let which = 0; which < count; which++) {
    const [aStart, bStart] = [which * aRows * aColumns, which * bRows * bColumns];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          const left = a.data[aStart + (transposeA ? k * aColumns + row : row * aColumns + k)] ?? NaN;
          const right = b.data[bStart + (transposeB ? column * bColumns + k : k * bColumns + column)] ?? NaN;
          sum += left * right;
        }
        result[(which * rows + row) * columns + column] = sum;
      }
    }
  }
  return result;
}
