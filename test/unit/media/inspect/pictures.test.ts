import { describe, expect, test } from 'vitest';
import { filterGrid, filterOrder } from '../../../../media/inspect/filterGrid';
import { cellAt, cellUnder, gridLayout, moveInGrid } from '../../../../media/inspect/gridLayout';
import { firstTerms, productsOf, sumsByChannel } from '../../../../media/inspect/windowTerms';
import { diverging, inkOn, placeOf, viridis, type Colour } from '../../../../server/src/language/pictures/colourTables';
import type { WindowAnswer } from '../../../../server/src/protocol/inspectMessages';

describe('grids of pictures', () => {
  test('32 filters are 4 × 8, 64 are 8 × 8, in a room wide enough', () => {
    const shapes = [1, 3, 32, 64, 512].map((count) => gridLayout(count, { width: 3, height: 3 }, 900));
    expect(shapes.map(({ rows, columns }) => [rows, columns])).toEqual([
      [1, 1],
      [1, 3],
      [4, 8],
      [8, 8],
      [21, 25],
    ]);
  });

  test('squares of a value are whole pixels, and nothing is wider than the room', () => {
    for (const room of [80, 333, 700]) {
      for (const count of [1, 7, 64]) {
        for (const width of [1, 3, 11, 28, 224]) {
          const layout = gridLayout(count, { width, height: width }, room, 4);
          expect(layout.width).toBeLessThanOrEqual(room);
          if (layout.cellWidth >= width) expect(layout.cellWidth % width).toBe(0);
        }
      }
    }
  });

  test('a point finds the cell that stands there', () => {
    const layout = gridLayout(10, { width: 8, height: 8 }, 400, 4);
    for (let index = 0; index < 10; index++) {
      const { x, y } = cellAt(layout, index, 4);
      expect(cellUnder(layout, 10, x + 1, y + 1, 4)).toBe(index);
    }
    expect(cellUnder(layout, 10, -5, 0, 4)).toBeUndefined();
    expect(cellUnder(layout, 10, 0, layout.height + 20, 4)).toBeUndefined();
  });

  test('arrow keys stay inside', () => {
    expect(moveInGrid('ArrowDown', 3, 10, 4)).toBe(7);
    expect(moveInGrid('ArrowDown', 7, 10, 4)).toBe(7);
    expect(moveInGrid('ArrowLeft', 0, 10, 4)).toBe(0);
    expect(moveInGrid('End', 2, 10, 4)).toBe(9);
    expect(moveInGrid('constructor', 2, 10, 4)).toBeUndefined();
  });
});

describe('filters', () => {
  const grid = filterGrid({
    kind: 'filters',
    path: '',
    shape: [1, 2, 2, 3],
    values: Float32Array.from({ length: 12 }, (_, index) => index - 3),
    bias: undefined,
  });

  test('are read in the order in which they are stored', () => {
    expect([grid.height, grid.width, grid.channels, grid.filters]).toEqual([1, 2, 2, 3]);
    expect(grid.weight(2, 1, 0)).toBe(2);
    expect(grid.weight(0, 0, 1)).toBe(3);
    expect(grid.limit).toBe(8);
  });

  test('have norms, and come by them or as stored', () => {
    expect(grid.norms[0]).toBeCloseTo(Math.hypot(-3, 0, 3, 6), 5);
    expect(filterOrder(grid, false)).toEqual([0, 1, 2]);
    expect(filterOrder(grid, true)).toEqual([2, 1, 0]);
  });
});

describe('colours', () => {
  const background: Colour = [31, 31, 31];
  const table = diverging([89, 164, 249], background, [209, 134, 22]);
  const at = (place: number): readonly number[] => [...table.subarray(place * 3, place * 3 + 3)];

  test('zero is the background, and both signs are as far from it', () => {
    expect(at(placeOf(0, -2, 2))).toEqual(background);
    expect(placeOf(-2, -2, 2)).toBe(0);
    expect(placeOf(2, -2, 2)).toBe(255);
  });

  test('viridis rises evenly in lightness', () => {
    const lightness = Array.from(
      { length: 256 },
      (_, place) =>
        0.2126 * (viridis[place * 3] ?? 0) +
        0.7152 * (viridis[place * 3 + 1] ?? 0) +
        0.0722 * (viridis[place * 3 + 2] ?? 0),
    );
    for (let place = 8; place < 256; place++) expect(lightness[place]).toBeGreaterThan(lightness[place - 8] ?? 0);
  });

  test('ink is black on bright and white on dark; a flat range has one place', () => {
    expect(inkOn(viridis, 255)).toBe('#000000');
    expect(inkOn(viridis, 0)).toBe('#ffffff');
    expect(placeOf(3, 3, 3)).toBe(0);
    expect(placeOf(Number.POSITIVE_INFINITY, 0, 1)).toBe(255);
  });
});

describe('the terms of a window', () => {
  const found: WindowAnswer = {
    kind: 'window',
    path: 'conv',
    operation: 'convolution',
    unit: [0],
    channel: 0,
    start: [-1],
    size: [3],
    dilation: [1],
    firstChannel: 0,
    channels: 2,
    values: Float32Array.of(0, 0, 0.5, 2, 1, 0),
    inside: Uint8Array.of(0, 1, 1),
    kernel: Float32Array.of(9, 9, -1, 0.25, 0.5, 7),
    bias: 0,
    sum: 0.5,
    activation: undefined,
    output: 0.5,
  };

  test('are products, in sum by channel', () => {
    expect([...productsOf(found)]).toEqual([0, 0, -0.5, 0.5, 0.5, 0]);
    expect(sumsByChannel(found)).toEqual([0, 0.5]);
  });

  test('are written without padding and without what adds nothing', () => {
    expect(firstTerms(found)).toBe('0.50·−1 + 2·0.25 + 1·0.50');
    expect(
      firstTerms({
        ...found,
        operation: 'l2',
        kernel: new Float32Array(),
        channels: 1,
        values: Float32Array.of(0, 3, 4),
      }),
    ).toBe('3² + 4²');
  });
});
