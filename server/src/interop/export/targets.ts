import type { ExportTarget } from './exportTarget';
import { kerasTarget } from './keras/kerasTarget';
import { safetensorsTarget } from './weights/safetensorsTarget';

/** Every format that a model can be written in. */
export const exportTargets: readonly ExportTarget[] = [kerasTarget, safetensorsTarget];
