import { describe, expect, test } from 'vitest';
import { RunHistory } from '../../../client/src/training/runHistory';
import { initialTrainingState, reduceTraining } from '../../../media/training/trainingState';
import { runFixture } from '../../helpers/panel/runFixture';

describe('RunHistory', () => {
  test('is bounded, keeps the ends of epochs and the mean of the curve', () => {
    const events = runFixture({ epochs: 50, steps: 1000, until: Infinity, complete: true });
    const history = new RunHistory(4000);
    for (const event of events) history.add(event);
    const kept = history.events();
    expect(kept.length).toBeLessThan(4100);
    expect(kept.filter(({ event }) => event === 'epoch')).toHaveLength(50);
    expect(history.sequence).toBe(events.length);
    expect(kept.every((event, index) => index === 0 || event.sequence > (kept[index - 1]?.sequence ?? Infinity))).toBe(
      true,
    );
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const losses = (from: typeof events): readonly number[] =>
      from.flatMap((event) => (event.event === 'batch' ? [event.logs['loss'] ?? Number.NaN] : []));
    expect(mean(losses(kept))).toBeCloseTo(mean(losses(events)), 2);
  });

  test('a panel that gets the thinned history goes on with what comes after', () => {
    const events = runFixture({ epochs: 5, steps: 100, until: Infinity });
    const history = new RunHistory(64);
    for (const event of events.slice(0, 400)) history.add(event);
    const shown = reduceTraining(initialTrainingState, {
      type: 'snapshot',
      title: 'x',
      state: 'training',
      events: history.events(),
    });
    expect(shown.sequence).toBe(history.sequence);
    const after = reduceTraining(shown, { type: 'append', state: 'training', events: events.slice(400) });
    expect([after.lost, after.sequence]).toEqual([false, events.length]);
  });

  test('takes nothing twice', () => {
    const [first] = runFixture({ epochs: 1, steps: 1, until: 1 });
    if (first === undefined) throw new Error('the fixture starts');
    const history = new RunHistory();
    expect([history.add(first), history.add(first)]).toEqual([true, false]);
    expect(history.events()).toEqual([first]);
  });
});
