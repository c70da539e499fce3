import { describe, expect, test } from 'vitest';
import { hasEnded, idle, nextCondition, type RunCondition, type RunInput } from '../../../client/src/training/runState';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { mulberry32, runFixture } from '../../helpers/panel/runFixture';

const base = { sequence: 1, attempt: 1, time: 0 };
const error = { code: 'a/b', message: 'm', cause: 'c', nextStep: 'n' };
const state = (name: 'paused' | 'training' | 'evaluating'): RunInput => ({
  kind: 'event',
  event: { ...base, event: 'state', state: name },
});
const end = (reason: 'completed' | 'early-stopping' | 'stopped' | 'killed'): RunInput => ({
  kind: 'event',
  event: { ...base, event: 'end', reason },
});

function after(...inputs: readonly RunInput[]): RunCondition {
  return inputs.reduce(nextCondition, idle);
}

describe('nextCondition', () => {
  test.each<[string, readonly RunInput[], string]>([
    ['start', [{ kind: 'start' }], 'starting'],
    ['pause', [{ kind: 'start' }, state('training'), state('paused')], 'paused'],
    ['stop wins over what still reports itself', [{ kind: 'start' }, { kind: 'stop' }, state('training')], 'stopping'],
    ['stopped', [{ kind: 'start' }, { kind: 'stop' }, end('stopped')], 'stopped'],
    ['early stopping completes', [{ kind: 'start' }, end('early-stopping')], 'completed'],
    [
      'an end is final',
      [{ kind: 'start' }, end('completed'), { kind: 'lost', error }, { kind: 'stop' }, state('training')],
      'completed',
    ],
    ['after a failure a start', [{ kind: 'start' }, { kind: 'lost', error }, { kind: 'start' }], 'starting'],
    ['stop before a start is nothing', [{ kind: 'stop' }], 'idle'],
  ])('%s', (_, inputs, expected) => {
    expect(after(...inputs).state).toBe(expected);
  });

  test('a failure always says why', () => {
    expect(after({ kind: 'start' }, end('killed')).error?.nextStep).toBe('Look into the log, then train again.');
    expect(after({ kind: 'start' }, { kind: 'lost', error }).error).toBe(error);
  });

  test('10,000 seeded inputs in any order: an error exactly in the failed state', () => {
    const random = mulberry32(99);
    const events: readonly RunEvent[] = runFixture({ epochs: 1, steps: 3, until: 3, complete: true });
    const inputs: readonly RunInput[] = [
      { kind: 'start' },
      { kind: 'stop' },
      { kind: 'lost', error },
      state('paused'),
      state('evaluating'),
      end('killed'),
      ...events.map((event): RunInput => ({ kind: 'event', event })),
    ];
    let condition = idle;
    for (let round = 0; round < 10_000; round++) {
      condition = nextCondition(condition, inputs[Math.floor(random() * inputs.length)] ?? { kind: 'start' });
      expect(condition.error !== undefined).toBe(condition.state === 'failed');
      if (condition.state === 'failed') expect(hasEnded(condition.state)).toBe(true);
    }
  });
});
