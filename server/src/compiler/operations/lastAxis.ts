import type { NumericTensor } from './definition';

/** Maps each row along the last axis to a row of the same length. */
export function mapRows(x: NumericTensor, map: (row: Float64Array) => Float64Array): Float64Array {
  const length = x.shape.at(-1) ?? 1;
  const result = new Float64Array(x.data.length);
  for (let start = 0; start < x.data.length; start += length)
    result.set(map(x.data.subarray(start, start + length)), start);
  return result;
}

/** x − ln Σ eˣ, without overflow. */
export function logSoftmax(row: Float64Array): Float64Array {
  const greatest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = row.reduce((total, x) => total + Math.exp(x - greatest), 0);
  return row.map((x) => x - greatest - Math.log(sum));
}
