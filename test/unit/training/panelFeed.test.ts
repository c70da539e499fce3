import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PanelFeed, type FeedSource, type RunMessage } from '../../../client/src/views/panelFeed';
import { initialTrainingState, reduceTraining } from '../../../media/training/trainingState';
import { runFixture } from '../../helpers/panel/runFixture';

const events = runFixture({ epochs: 1, steps: 50, until: 1000 });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function feed(): {
  readonly feed: PanelFeed;
  readonly sent: RunMessage[];
  readonly source: { current: FeedSource };
} {
  const sent: RunMessage[] = [];
  const source: { current: FeedSource } = {
    current: {
      run: {},
      title: 'Digits',
      target: undefined,
      state: 'training',
      error: undefined,
      events: () => events.slice(0, 10),
    },
  };
  return {
    feed: new PanelFeed(
      () => source.current,
      (message) => sent.push(message),
    ),
    sent,
    source,
  };
}

describe('PanelFeed', () => {
  test('sends nothing before it is asked, then a snapshot and what follows, joined', () => {
    const { feed: panel, sent } = feed();
    panel.append(events.slice(0, 5));
    expect(sent).toEqual([]);
    panel.snapshot();
    for (const event of events.slice(10, 20)) panel.append([event]);
    vi.runAllTimers();
    expect(sent.map((message) => [message.type, message.events.length])).toEqual([
      ['snapshot', 10],
      ['append', 1],
      ['append', 9],
    ]);
    const shown = sent.reduce(reduceTraining, initialTrainingState);
    expect([shown.sequence, shown.lost]).toEqual([20, false]);
  });

  test('is silent while the panel is hidden', () => {
    const { feed: panel, sent } = feed();
    panel.snapshot();
    panel.append(events.slice(10, 11));
    panel.append(events.slice(11, 12));
    panel.close();
    panel.append(events.slice(12, 13));
    vi.runAllTimers();
    expect(sent.map(({ type }) => type)).toEqual(['snapshot', 'append']);
  });

  test('starts over when another run takes the place of the first', () => {
    const { feed: panel, sent, source } = feed();
    panel.snapshot();
    source.current = { ...source.current, run: {}, state: 'starting', events: () => [] };
    panel.append([]);
    expect(sent.at(-1)).toEqual({ type: 'snapshot', title: 'Digits', state: 'starting', events: [] });
  });
});
