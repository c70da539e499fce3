/**
 * Our trainer with one of its engines: a whole run, as an engine process does it, with its data feed, its watch,
 * its checkpoints and its events. Arguments: the engine and the EngineRequest as JSON.
 */
import { performRun } from '../../../server/src/engine/performRun';
import { createEventHub } from '../../../server/src/engine/eventHub';
import { selectEngine } from '../../../server/src/engine/selectEngine';
import { createTrainingControl } from '../../../server/src/engine/training/control';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import { createGate } from './gate';
import { gatedEngine } from './gatedEngine';

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
    return { engine: gatedEngine(engine, gate), reason };
  },
});
