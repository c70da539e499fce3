import { describe, expect, test } from 'vitest';
import { chartData, visibleRange } from '../../../media/training/chartData';
import { chartKey } from '../../../media/training/chartKey';
import { labelsAt } from '../../../media/training/labelsAt';
import { orderMetrics, parseMetricName } from '../../../media/training/metricNames';
import { spreadLabels } from '../../../media/training/spreadLabels';
import { StepSeries } from '../../../media/training/stepSeries';
import { thin } from '../../../media/training/thin';
import { tableRows } from '../../../media/training/tableRows';
import type { Curve } from '../../../media/training/trainingState';
import { pan, zoom } from '../../../media/training/viewport';

function curve(
  values: readonly number[],
  validation: readonly (readonly [number, number])[] = [],
  capacity = 1024,
): Curve {
  const result: Curve = {
    metric: 'loss',
    batches: new StepSeries(capacity),
    epochs: new StepSeries(16),
    validation: new StepSeries(16),
  };
  values.forEach((value, index) => result.batches.append(index + 1, value));
  validation.forEach(([step, value]) => result.validation.append(step, value));
  return result;
}

describe('chartData', () => {
  test('aligns training and validation by step', () => {
    expect(
      chartData(
        curve(
          [4, 2],
          [
            [2, 3],
            [4, 1],
          ],
        ),
        0,
        false,
      ),
    ).toEqual({
      steps: Float64Array.of(1, 2, 4),
      raw: Float64Array.of(4, 2, Number.NaN),
      smooth: Float64Array.of(4, 2, Number.NaN),
      validation: Float64Array.of(Number.NaN, 3, 1),
    });
  });

  test('leaves out what is not finite, and on a logarithmic scale what is not positive', () => {
    expect([...chartData(curve([Number.NaN, 0, 5]), 0, false).raw]).toEqual([Number.NaN, 0, 5]);
    expect([...chartData(curve([Number.NaN, 0, 5]), 0, true).raw]).toEqual([Number.NaN, Number.NaN, 5]);
  });

  test('draws a joined bucket by its extremes', () => {
    const data = chartData(curve([1, 9, 1, 1, 1, 1, 1, 1], [], 4), 0.5, false);
    expect([...data.steps]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...data.raw]).toEqual([1, 9, 1, 1, 1, 1, 1, 1]);
  });
});

describe('thin', () => {
  const wave = Array.from({ length: 10_000 }, (_, index) => (index === 7003 ? 50 : Math.sin(index / 3)));

  test('keeps the extremes of each pixel’s column, in their order', () => {
    const data = chartData(curve(wave, [[5000, 3]], 1e5), 0, false);
    const drawn = thin(data, 1, 10_000, 100);
    expect(drawn.steps.length).toBeLessThanOrEqual(204);
    expect([...drawn.steps].sort((a, b) => a - b)).toEqual(drawn.steps);
    expect(Math.max(...drawn.raw.map(Number))).toBe(50);
    expect(drawn.validation.filter((value) => value !== null)).toEqual([3, 3]);
    for (const [index, step] of drawn.steps.entries()) {
      const within = wave.slice(Math.max(0, step - 102), step + 100);
      expect(drawn.raw[index]).toBeGreaterThanOrEqual(Math.min(...within));
      expect(drawn.raw[index]).toBeLessThanOrEqual(Math.max(...within));
    }
  });

  test('leaves few points as they are, with one beyond either end', () => {
    const data = chartData(curve([1, 2, Number.NaN, 4, 5, 6]), 0, false);
    expect(thin(data, 2.5, 4.5, 100)).toEqual({
      steps: [2, 3, 4, 5],
      raw: [2, null, 4, 5],
      smooth: [2, null, 4, 5],
      validation: [null, null, null, null],
    });
  });
});

describe('visibleRange', () => {
  test('does not let one batch in a hundred press the curves flat', () => {
    const values = Array.from({ length: 400 }, (_, index) => (index === 200 ? 1e6 : 1 + (index % 2)));
    const data = { ...chartData(curve(values), 0, false), smooth: Float64Array.from(values, () => 1.5) };
    expect(visibleRange(data, 1, 400, false)).toEqual([0.96, 2.04]);
  });

  test('looks at the visible steps only, and has room around a flat curve', () => {
    const data = chartData(curve([100, 2, 2]), 0, false);
    expect(visibleRange(data, 2, 3, false)).toEqual([1.8, 2.2]);
    expect(visibleRange(chartData(curve([]), 0, false), 0, 1, true)).toEqual([0.1, 1]);
  });
});

describe('labels', () => {
  const data = chartData(curve([5, 4, 3, 2], [[2, 4.5]]), 0, false);

  test('stand at the ends of the lines', () => {
    expect(labelsAt(data, undefined, undefined, true)).toEqual([
      { name: 'train', step: 4, value: 2 },
      { name: 'val', step: 2, value: 4.5 },
    ]);
  });

  test('show the crosshair’s values, validation from its first measurement on', () => {
    expect(labelsAt(data, undefined, 1, true).map(({ name }) => name)).toEqual(['train', 'raw']);
    expect(labelsAt(data, [1, 3], undefined, true)[0]?.value).toBe(3);
  });

  test('make room for each other in their order', () => {
    expect(spreadLabels([50, 50], 16, 100)).toEqual([50, 66]);
    expect(spreadLabels([99, 98], 16, 100)).toEqual([92, 76]);
    expect(spreadLabels([0], 16, 100)).toEqual([8]);
  });
});

describe('viewport', () => {
  const extent = [1, 1001] as const;

  test('zooms around a step and back to following', () => {
    const near = zoom(undefined, extent, 251, 0.5);
    expect(near).toEqual([126, 626]);
    expect(zoom(near, extent, 400, 2)).toBeUndefined();
  });

  test('pans within the run', () => {
    expect(pan([101, 201], extent, -5)).toEqual([1, 101]);
    expect(pan([101, 201], extent, 0.5)).toEqual([151, 251]);
    expect(pan(undefined, extent, 0.5)).toBeUndefined();
  });

  test('does by keys what the mouse does', () => {
    const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
    const state = {
      steps: Array.from({ length: 1001 }, (_, index) => index + 1),
      extent,
      viewport: undefined,
      crosshair: 500,
    };
    expect(chartKey({ ...plain, key: 'ArrowRight' }, state)).toEqual({ crosshair: 510 });
    expect(chartKey({ ...plain, key: 'Home' }, state)).toEqual({ crosshair: 1 });
    expect(chartKey({ ...plain, key: '+' }, state)).toEqual({ viewport: [250.5, 750.5] });
    expect(chartKey({ ...plain, key: 'Escape' }, state)).toEqual({ crosshair: undefined });
    expect(chartKey({ ...plain, key: 'ArrowLeft', shiftKey: true }, { ...state, viewport: [501, 601] })).toEqual({
      viewport: [476, 576],
    });
    expect(chartKey({ ...plain, key: 'c', ctrlKey: true }, state)).toBeUndefined();
  });
});

test('metrics: loss first, rates last, validation beside its metric', () => {
  expect(orderMetrics(['learning_rate', 'accuracy', 'digit_loss', 'loss'])).toEqual([
    'loss',
    'digit_loss',
    'accuracy',
    'learning_rate',
  ]);
  expect([parseMetricName('val_loss'), parseMetricName('val_')]).toEqual([
    { metric: 'loss', part: 'validation' },
    { metric: 'val_', part: 'train' },
  ]);
});

test('the table has the numbers of the lines', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  const rows = tableRows(
    [
      curve(values, [
        [50, 7],
        [100, 3],
      ]),
    ],
    0,
    50,
    5,
  );
  expect(rows.map(({ step }) => step)).toEqual([20, 40, 50, 60, 80, 100]);
  expect(rows.at(-1)).toEqual({ step: 100, cells: [{ train: 1, validation: 3 }] });
  expect(rows[0]).toEqual({ step: 20, cells: [{ train: 81, validation: undefined }] });
});
