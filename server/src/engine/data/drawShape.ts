/** Pictures of one form, values from 0 to 1, for looking at what kernels do to edges. */

export type ShapeName = 'circle' | 'square' | 'triangle' | 'cross' | 'ring' | 'checkerboard' | 'stripes' | 'gradient';

/** A square picture, row after row; `shrink` pixels are kept free at the border. */
export function drawShape(name: ShapeName, size: number, shrink: number): Float32Array {
  if (name === 'circle') return drawCircle(size, shrink);
  const inside = formulas[name];
  const [low, high] = [shrink, size - shrink];
  return Float32Array.from({ length: size * size }, (_, place) => {
    const [row, column] = [Math.floor(place / size) + 0.5, (place % size) + 0.5];
    if (row < low || row > high || column < low || column > high || high <= low) return 0;
    return inside((row - low) / (high - low), (column - low) / (high - low), high - low);
  });
}

/** Row and column as shares of the free square, and its side in pixels. */
type Formula = (row: number, column: number, side: number) => number;

const formulas: { readonly [name in Exclude<ShapeName, 'circle'>]: Formula } = {
  square: () => 1,
  triangle: (row, column) => Number(Math.abs(column - 0.5) <= row / 2),
  cross: (row, column) => Number(Math.abs(row - 0.5) < 1 / 6 || Math.abs(column - 0.5) < 1 / 6),
  ring: (row, column) => {
    const distance = Math.hypot(row - 0.5, column - 0.5);
    return Number(distance <= 0.5 && distance >= 0.35);
  },
  checkerboard: (row, column, side) => (Math.floor((row * side) / 8) + Math.floor((column * side) / 8)) % 2,
  stripes: (_row, column, side) => Math.floor((column * side) / 4) % 2,
  gradient: (_row, column) => column,
};

/**
 * The outline that the first notebook draws: Bresenham's circle on a grid of size + 1, brought to size by nearest
 * neighbours, which drops the middle row and column.
 */
function drawCircle(size: number, shrink: number): Float32Array {
  const center = Math.floor(size / 2);
  const points = circlePoints(center - Math.round(shrink));
  const picture = new Float32Array(size * size);
  const drop = (place: number): number => (place > center ? place - 1 : place);
  for (const [x, y] of points) {
    const [row, column] = [center + y, center + x];
    if (row < 0 || column < 0 || row > size || column > size || row === center || column === center) continue;
    picture[drop(row) * size + drop(column)] = 1;
  }
  return picture;
}

/** Bresenham's circle around 0, as scikit-image's circle_perimeter walks it. */
function circlePoints(radius: number): readonly (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  let [column, row, distance] = [0, radius, 3 - 2 * radius];
  while (row >= column) {
    for (const [a, b] of [
      [column, row],
      [row, column],
    ] as const)
      points.push([a, b], [-a, b], [a, -b], [-a, -b]);
    if (distance < 0) distance += 4 * column + 6;
    else {
      distance += 4 * (column - row) + 10;
      row -= 1;
    }
    column += 1;
  }
  return points;
}
