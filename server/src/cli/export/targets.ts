import type { ExportTarget } from '../../interop/export/exportTarget';
import { interopTargets } from '../../interop/export/targets';
import { savedModelTarget } from './savedModelTarget';

/** Every format that a model can be written in. */
export const exportTargets: readonly ExportTarget[] = [...interopTargets, savedModelTarget];
