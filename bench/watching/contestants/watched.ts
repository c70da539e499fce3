/**
 * A training as the editor starts it, on the native engine: a whole engine process with its run's folder, its log, its
 * checkpoints, its watch over layers and the socket where windows listen. Argument: the EngineRequest as JSON.
 */
import { availableMemory } from '../../../server/src/engine/availableMemory';
import { runEngineProcess } from '../../../server/src/engine/engineProcess';
import { selectEngine } from '../../../server/src/engine/selectEngine';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import { createGate } from '../../training/contestants/gate';
import { gatedEngine } from '../../training/contestants/gatedEngine';

const gate = createGate();
await runEngineProcess(JSON.parse(process.argv[2] ?? '') as EngineRequest, {
  selectEngine: async (wanted) => {
    const { engine, reason } = await selectEngine(wanted);
    return { engine: gatedEngine(engine, gate), reason };
  },
  onListening: () => undefined,
  graceTime: 1_000_000,
  availableMemory,
});
