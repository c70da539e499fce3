/**
 * Our trainer with one of its engines: a whole run, as an engine process does it, with its data feed, its watch,
 * its checkpoints and its events. Arguments: the engine and the EngineRequest as JSON.
 */
import { performRun } from '../../../server/src/engine/performRun';
import type { Engine } from '../../../server/src/engine/backend';
import { createEventHub } from '../../../server/src/engine/eventHub';
import { selectEngine } from '../../../server/src/engine/selectEngine';
import { createTrainingControl } from '../../../server/src/engine/training/control';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import { createGate, type Gate } from './gate';

const [, , text = ''] = process.argv;
const request = JSON.parse(text) as EngineRequest;
const gate = createGate();

await performRun(request, {
  hub: createEventHub({ earlier: [], attempt: 1, now: Date.now, onEvent: () => undefined }),
  control: createTrainingControl(),
  attempt: 1,
  earlier: [],
  availableMemory: () => process.availableMemory(),
  selectEngine: async (wanted) => {
    const { engine, reason } = await selectEngine(wanted);
    return { engine: gated(engine, gate), reason };
  },
});

function gated(engine: Engine, { enter, leave }: Gate): Engine {
  return {
    ...engine,
    load: async (program, options) => {
      const session = await engine.load(program, options);
      return {
        run: async (name, feeds, results) => {
          if (name !== 'train') return session.run(name, feeds, results);
          await enter();
          const found = await session.run(name, feeds, results);
          leave();
          return found;
        },
        read: (names) => session.read(names),
        assign: (values) => session.assign(values),
        dispose: () => session.dispose(),
      };
    },
  };
}
