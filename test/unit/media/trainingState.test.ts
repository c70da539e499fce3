import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { toTrainingPanelSchema } from '../../../server/src/protocol/panelMessageSchema';
import { isAboutRuns } from '../../../media/training/runsState';
import { progress } from '../../../media/training/progress';
import {
  initialTrainingState,
  reduceTraining,
  type TrainingState,
  type TrainingMessage,
} from '../../../media/training/trainingState';
import { mulberry32, runFixture } from '../../helpers/panel/runFixture';

const events = runFixture({ epochs: 3, steps: 50, until: 1000, complete: true });

function snapshot(shown: readonly RunEvent[]): TrainingMessage {
  return { type: 'snapshot', title: 'Digits · fast', state: 'training', events: shown };
}

function append(shown: readonly RunEvent[]): TrainingMessage {
  return { type: 'append', state: 'training', events: shown };
}

function picture(state: TrainingState): unknown {
  const curves = [...state.curves.values()].map(({ metric, batches, epochs, validation }) => [
    metric,
    ...[batches, epochs, validation].map(({ steps, means }) => [[...steps], [...means]]),
  ]);
  return { ...state, curves, revision: 0 };
}

describe('reduceTraining', () => {
  test('gives the same picture from one snapshot as from many appended pieces', () => {
    const whole = reduceTraining(initialTrainingState, snapshot(events));
    let pieces = reduceTraining(initialTrainingState, snapshot(events.slice(0, 10)));
    for (let from = 10; from < events.length; from += 7)
      pieces = reduceTraining(pieces, append(events.slice(from, from + 7)));
    expect(picture(pieces)).toEqual(picture(whole));
    expect(whole.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(whole.curves.get('loss')?.validation.steps).toEqual(Float64Array.of(50, 100, 150));
    expect(whole.evaluation?.logs['accuracy']).toBe(0.9891);
  });

  test('skips what it has seen and stops at a gap until the next snapshot', () => {
    const first = reduceTraining(initialTrainingState, snapshot(events.slice(0, 20)));
    const again = reduceTraining(first, append(events.slice(15, 25)));
    expect([again.sequence, again.lost, again.curves.get('loss')?.batches.length]).toEqual([25, false, 23]);
    const gap = reduceTraining(again, append(events.slice(30, 35)));
    expect([gap.sequence, gap.lost]).toEqual([25, true]);
    expect(reduceTraining(gap, append(events.slice(25, 30)))).toBe(gap);
    expect(reduceTraining(gap, snapshot(events.slice(0, 35)))).toMatchObject({ sequence: 35, lost: false });
  });

  test('a snapshot may be thinned', () => {
    const state = reduceTraining(
      initialTrainingState,
      snapshot(events.filter((_, index) => index < 2 || index % 3 === 0)),
    );
    expect(state.lost).toBe(false);
    expect(state.curves.get('accuracy')?.batches.length).toBeGreaterThan(40);
  });

  test('a job that goes on from a checkpoint takes back what came behind it, in the same attempt', () => {
    const before = reduceTraining(initialTrainingState, snapshot(events.slice(0, 40)));
    const start = events.find((event) => event.event === 'start');
    if (start === undefined) throw new Error('the fixture has no start');
    const resumed = { sequence: before.sequence + 1, time: start.time + 60_000, resumedFrom: { epoch: 1, step: 10 } };
    const again: RunEvent = { ...start, ...resumed };
    expect(before.curves.get('loss')?.batches.steps.at(-1)).toBeGreaterThan(10);
    const after = reduceTraining(before, append([again]));
    expect(after.curves.get('loss')?.batches.steps.at(-1)).toBe(10);
    expect(after.began).toBe(start.time);
  });

  test('a later attempt takes the place of what it repeats', () => {
    const before = reduceTraining(initialTrainingState, snapshot(events.slice(0, 70)));
    const latest = before.latest;
    if (latest === undefined) throw new Error('the fixture has batches');
    const resumed: RunEvent = {
      ...latest,
      sequence: before.sequence + 1,
      attempt: 2,
      epoch: 1,
      step: 31,
      logs: { loss: 9, accuracy: 0 },
    };
    const after = reduceTraining(before, append([resumed]));
    const { batches, validation } = after.curves.get('loss') ?? {};
    expect([batches?.length, batches?.at(30)?.mean, validation?.length, after.epochs.length]).toEqual([31, 9, 0, 0]);
  });

  test('names that objects have of their own are ordinary metrics', () => {
    const [start] = events;
    if (start === undefined) throw new Error('the fixture starts');
    const odd: RunEvent = {
      event: 'batch',
      sequence: 2,
      attempt: 1,
      time: 0,
      epoch: 1,
      step: 1,
      steps: 2,
      logs: { constructor: 1, toString: 2 },
      examplesPerSecond: 1,
      secondsLeft: 1,
    };
    const state = reduceTraining(initialTrainingState, snapshot([start, odd]));
    expect([...state.curves.keys()]).toEqual(['constructor', 'toString']);
  });

  test('progress in words', () => {
    const middle = reduceTraining(initialTrainingState, snapshot(events.slice(0, 80)));
    expect(progress(middle).text).toMatch(/^epoch 2 of 3 · 27\/50 · 0:01 left$/);
    const loading: RunEvent = {
      event: 'state',
      sequence: 1,
      attempt: 1,
      time: 0,
      state: 'loading-data',
      message: 'downloading mnist',
      progress: { done: 3, total: 12, unit: 'MB' },
    };
    const early = reduceTraining(initialTrainingState, {
      type: 'snapshot',
      title: 'Digits',
      state: 'loading-data',
      events: [loading],
    });
    expect(progress(early)).toEqual({ share: 0.25, text: 'downloading mnist · 3 of 12 MB' });
  });
});

describe('hostile messages', () => {
  const random = mulberry32(20_251);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const junk: readonly unknown[] = [
    undefined,
    null,
    Number.NaN,
    -1,
    1e308,
    '',
    '<img src=x onerror=alert(1)>',
    [],
    {},
    { __proto__: null },
    true,
    'snapshot',
    ['a'],
    Symbol('x'),
    2n,
  ];

  function mutate(value: unknown, depth: number): unknown {
    if (random() < 0.15 || depth > 5) return pick(junk);
    if (Array.isArray(value))
      return value.flatMap((item: unknown) =>
        random() < 0.1 ? [] : [random() < 0.3 ? mutate(item, depth + 1) : item],
      );
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, item]: [string, unknown]) => [
          random() < 0.05 ? String(pick(junk.slice(2, 7))) : name,
          random() < 0.25 ? mutate(item, depth + 1) : item,
        ]),
      );
    }
    return random() < 0.5 ? value : pick(junk);
  }

  test('are dropped or give a valid picture; 5,000 seeded mutations', () => {
    let state = reduceTraining(initialTrainingState, snapshot(events.slice(0, 30)));
    let dropped = 0;
    for (let round = 0; round < 5000; round++) {
      const from = Math.floor(random() * 40);
      const message = mutate(
        random() < 0.3 ? snapshot(events.slice(0, from)) : append(events.slice(from, from + 8)),
        0,
      );
      const checked = toTrainingPanelSchema.safeParse(message).data;
      if (checked === undefined) {
        dropped += 1;
        continue;
      }
      if (isAboutRuns(checked)) continue;
      state = reduceTraining(state, checked);
      const { share, text } = progress(state);
      expect(typeof text).toBe('string');
      expect(share === undefined || (share >= 0 && share <= 1)).toBe(true);
      for (const { batches } of state.curves.values())
        expect([...batches.steps].every((step, index, all) => index === 0 || step > (all[index - 1] ?? Infinity))).toBe(
          true,
        );
    }
    expect(dropped).toBeGreaterThan(1000);
    expect(dropped).toBeLessThan(5000);
  });
});
