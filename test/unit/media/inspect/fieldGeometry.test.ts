import { describe, expect, test } from 'vitest';
import { fieldBox, unitBelow, unitIn, unitUnder, wayTo, windowBox } from '../../../../media/inspect/fieldGeometry';
import type { InspectLayer, LayerWindow } from '../../../../server/src/protocol/inspectMessages';

function layer(name: string, shape: readonly number[], size: number, change: Partial<InspectLayer> = {}): InspectLayer {
  return {
    path: name,
    name,
    type: 'Conv2D',
    shape,
    params: 0,
    inputs: [],
    field: { size: [size, size], stride: [1, 1], offset: [0, 0] },
    window: undefined,
    kernel: undefined,
    activation: undefined,
    span: undefined,
    ...change,
  };
}

const input = layer('input', [64, 64, 1], 1);
const first = layer('first', [62, 62, 1], 3, { inputs: ['input'] });
const second = layer('second', [60, 60, 1], 5, { inputs: ['first'] });
const third = layer('third', [58, 58, 1], 7, { inputs: ['second'] });

describe('receptive fields on the image', () => {
  test('three windows of 3x3 see 3, 5 and 7 pixels around one middle', () => {
    const unit = [20, 30];
    const boxes = [first, second, third].map((each) =>
      fieldBox(each, each === third ? unit : (unitBelow(each, third, unit) ?? []), input.shape),
    );
    expect(boxes).toEqual([
      { x: 32, y: 22, width: 3, height: 3 },
      { x: 31, y: 21, width: 5, height: 5 },
      { x: 30, y: 20, width: 7, height: 7 },
    ]);
  });

  test('strides and padding move the field, Flatten sees everything', () => {
    const strided = layer('strided', [5, 5, 8], 8, { field: { size: [8, 8], stride: [4, 4], offset: [-2, -2] } });
    expect(fieldBox(strided, [1, 2], [28, 28, 1])).toEqual({ x: 6, y: 2, width: 8, height: 8 });
    expect(fieldBox({ ...strided, field: 'whole' }, [], [28, 30, 1])).toEqual({ x: 0, y: 0, width: 30, height: 28 });
    expect(fieldBox({ ...strided, field: undefined }, [0, 0], [28, 28, 1])).toBeUndefined();
  });

  test('a series has fields along its one axis', () => {
    const smooth = layer('smooth', [10, 1], 5, { field: { size: [5], stride: [2], offset: [-1] } });
    expect(fieldBox(smooth, [3], [24, 1])).toEqual({ x: 5, y: 0, width: 5, height: 1 });
  });

  test('the way to a layer starts at the input and ends for a cycle of nonsense', () => {
    expect(wayTo([input, first, second, third], third).map(({ name }) => name)).toEqual([
      'input',
      'first',
      'second',
      'third',
    ]);
    const [a, b] = [layer('a', [1], 1, { inputs: ['b'] }), layer('b', [1], 1, { inputs: ['a'] })];
    expect(wayTo([a, b], a).map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('windows', () => {
  const dilated: LayerWindow = {
    operation: 'convolution',
    size: [3, 3],
    stride: [2, 2],
    dilation: [2, 2],
    before: [1, 1],
  };

  test('cover what lies between their taps', () => {
    expect(windowBox(dilated, [1, 0])).toEqual({ x: -1, y: 1, width: 5, height: 5 });
  });

  test('are found again under the place of their middle', () => {
    for (const unit of [
      [0, 1],
      [3, 2],
      [7, 7],
    ]) {
      const { x, y } = windowBox(dilated, unit);
      expect(unitUnder(dilated, [y + 2, x + 2])).toEqual(unit);
    }
  });

  test('units stay inside, the middle where none is chosen', () => {
    expect(unitIn([4, 9], [7, -3])).toEqual([3, 0]);
    expect(unitIn([4, 9], undefined)).toEqual([1, 4]);
  });
});
