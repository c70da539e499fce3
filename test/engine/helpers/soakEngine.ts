/** An engine process with the real back ends that writes checkpoints as often as it can: for kills. */
import { enterEngineProcess } from '../../../server/src/engine/processEntry';
import { selectEngine } from '../../../server/src/engine/selectEngine';

enterEngineProcess({
  selectEngine,
  graceTime: 30_000,
  availableMemory: () => 2 ** 40,
  pace: { shortest: Number(process.env['TEST_PACE'] ?? 10), factor: 1 },
});
