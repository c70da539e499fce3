/** The engine process with the real back ends: a training, or by its argument a look into models or at data. */
import { availableMemory } from './availableMemory';
import { enterDataProcess } from './dataview/dataProcess';
import { enterInspectProcess } from './inspect/inspectProcess';
import { enterEngineProcess } from './processEntry';
import { selectEngine } from './selectEngine';

/** After the last window has gone, in milliseconds. */
const graceTime = 30_000;

/** A look ends after this time without a question, in milliseconds. */
const idleTime = 5 * 60_000;

if (process.argv[2] === 'inspect') enterInspectProcess(idleTime);
else if (process.argv[2] === 'data') enterDataProcess(idleTime);
else enterEngineProcess({ selectEngine, graceTime, availableMemory });
