import { cellFixture, confusionFixture, runRows } from './runsFixture';
import { pictureOf } from './graphFixture';
import { runFixture } from './runFixture';

const training = { uri: 'file:///w/mnist.nn', train: 'fast' };
const graph = { uri: 'file:///w/m.nn', model: 'M' };
const events = runFixture({ epochs: 2, steps: 20, until: 40, complete: true });
const picture = pictureOf(
  'block Pair(n) {\n  in -> Dense(n) -> ReLU\n}\n\nmodel M {\n  input 4 -> Pair(3) * 2 -> Softmax\n}\n',
);

/** Good messages of every kind that a panel takes. */
export const panelSamples = {
  training: [
    { type: 'snapshot', title: 'Digits · fast', target: training, state: 'training', events },
    { type: 'append', state: 'training', events: events.slice(-3) },
    {
      type: 'append',
      state: 'failed',
      error: { code: 'engine/killed', message: 'Killed', cause: 'It was.', nextStep: 'Train again.' },
      events: [],
    },
    { type: 'runs', runs: runRows },
    { type: 'overlay', run: runRows[1]?.run ?? '', events },
    { type: 'confusion', confusion: confusionFixture() },
    { type: 'cell', cell: cellFixture(4, 9) },
  ],
  graph: [
    { type: 'graph', target: graph, picture, stale: false },
    { type: 'graph', target: graph, picture, stale: true, problem: { message: 'wrong', start: 1, end: 2 } },
    { type: 'graph', stale: false },
    { type: 'cursor', offset: 20 },
  ],
} as const satisfies Record<string, readonly object[]>;
