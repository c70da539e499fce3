import { expect, test } from 'vitest';
import { createWorkerSession } from '../../../server/src/engine/wasm/workerPool';
import { curves, trainCurve } from '../../helpers/trainingCurves';

// The third network takes a second a step here; its twenty steps are part of the long campaigns.
const quick = curves.filter(({ name }) => name !== 'fashion');

test.each(quick.map((one) => [one.name, one] as const))(
  '%s loses what Keras loses in its first twenty steps',
  async (_, one) => {
    const losses = await trainCurve(one, { steps: 20, rate: one.stepRate }, (program, variables) =>
      createWorkerSession(program, variables, 2),
    );
    losses.forEach((loss, step) =>
      expect(Math.abs(loss - (one.losses[step] ?? NaN)), `step ${step + 1}`).toBeLessThan(1e-4),
    );
  },
);
