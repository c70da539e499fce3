import type { Tensor } from '../backend';

/**
 * An example for a model without data, values from 0 to 1: for an image a bright disc on dark, its edge one pixel
 * soft, a little smaller than the picture; for a series a slow wave with a fast one on it and a trend.
 *
 * @param shape of one example, channels last
 */
export function drawExample(shape: readonly number[]): Tensor {
  const data = new Float32Array(shape.reduce((all, size) => all * size, 1));
  const [height = 1, width = 1, channels = 1] = shape.length >= 3 ? shape.slice(-3) : [1, shape[0] ?? 1, shape[1] ?? 1];
  const value = shape.length >= 3 ? disc(height, width) : wave(width);
  for (let index = 0; index < data.length; index++) {
    const pixel = Math.floor(index / channels) % (height * width);
    data[index] = value(Math.floor(pixel / width), pixel % width);
  }
  return { dtype: 'float32', shape: [1, ...shape], data };
}

type Value = (row: number, column: number) => number;

function disc(height: number, width: number): Value {
  const radius = Math.min(height, width) * 0.4;
  return (row, column) => {
    const distance = Math.hypot(row - (height - 1) / 2, column - (width - 1) / 2);
    return Math.min(1, Math.max(0, radius - distance + 0.5));
  };
}

function wave(length: number): Value {
  return (_, place) => {
    const time = place / Math.max(1, length - 1);
    return 0.25 + 0.35 * time + 0.2 * Math.sin(2 * Math.PI * 3 * time) + 0.08 * Math.sin(2 * Math.PI * 23 * time);
  };
}
