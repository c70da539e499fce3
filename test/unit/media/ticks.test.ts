import { expect, test } from 'vitest';
import { logTicks } from '../../../media/training/logTicks';
import { stepLabels } from '../../../media/training/stepLabels';
import { roundSteps } from '../../../media/training/roundSteps';

test.each([
  ['many powers', 2e-6, 3, [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]],
  ['two powers', 0.04, 1.2, [0.05, 0.1, 0.2, 0.5, 1]],
  ['within a power', 0.9, 1, [0.9, 0.92, 0.94, 0.96, 0.98, 1]],
])('a logarithmic axis over %s', (_, low, high, ticks) => {
  expect(logTicks(low, high)).toEqual(ticks);
});

test('a linear axis has round distances', () => {
  expect(roundSteps(-0.31, 0.7)).toEqual([-0.2, 0, 0.2, 0.4, 0.6]);
  expect(roundSteps(1, 938)).toEqual([200, 400, 600, 800]);
});

test('a label of a step that would reach into the name of the axis is left out', () => {
  const labels = (last: number) => stepLabels([0, 500, last], (step) => step / 10, 100);
  expect(labels(900)).toEqual(['0', '500', '900']);
  expect(labels(1000)).toEqual(['0', '500', '']);
});
