/**
 * A row-major matrix with orthonormal columns (or rows, where there are fewer rows): the Q of the QR
 * factorization of a normal matrix, R's diagonal being positive, as Keras's Orthogonal gives.
 */
export function orthogonalMatrix(rows: number, columns: number, normal: () => number): Float64Array {
  const [length, count] = [Math.max(rows, columns), Math.min(rows, columns)];
  const vectors = Array.from({ length: count }, () => new Float64Array(length));
  // Drawn row by row of the tall matrix, as a row-major draw of it would be.
  for (let at = 0; at < length; at++) for (const vector of vectors) vector[at] = normal();
  for (const [index, vector] of vectors.entries()) {
    // Twice is enough (Giraud et al., 2005): once loses orthogonality by rounding.
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of vectors.slice(0, index)) removeComponent(vector, earlier);
    const norm = Math.sqrt(dot(vector, vector));
    vector.forEach((value, at) => (vector[at] = value / norm));
  }
  const tall = rows >= columns;
  return Float64Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    return (tall ? vectors[column]?.[row] : vectors[row]?.[column]) ?? NaN;
  });
}

function removeComponent(vector: Float64Array, unit: Float64Array): void {
  const share = dot(vector, unit);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? NaN) - share * (unit[at] ?? NaN);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? NaN) * (b[at] ?? NaN);
  return sum;
}
