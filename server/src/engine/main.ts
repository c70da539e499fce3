/** The engine process with the real back ends. */
import { enterEngineProcess } from './processEntry';
import { selectEngine } from './selectEngine';

/** After the last window has gone, in milliseconds. */
const graceTime = 30_000;

enterEngineProcess({ selectEngine, graceTime });
