/** The engine process with the real back ends: a training, or with `inspect` as its argument a look into models. */
import { availableMemory } from './availableMemory';
import { enterInspectProcess } from './inspect/inspectProcess';
import { enterEngineProcess } from './processEntry';
import { selectEngine } from './selectEngine';

/** After the last window has gone, in milliseconds. */
const graceTime = 30_000;

/** A look into models ends after this time without a question, in milliseconds. */
const idleTime = 5 * 60_000;

if (process.argv[2] === 'inspect') enterInspectProcess(idleTime);
else enterEngineProcess({ selectEngine, graceTime, availableMemory });
