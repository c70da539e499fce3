import { textOf } from '../runProblem';
import type { EngineStatus } from '../wasm/wasmStatus';
import { probeNative } from './probeNative';
import { findInstallation, installationFolder } from './provision/installation';

export interface NativeStatus extends EngineStatus {
  readonly folder: string;
  /** How it was installed. */
  readonly route?: 'official' | 'wheel';
  readonly stepMilliseconds?: number;
}

/** Whether the native engine is installed and trains a step in a process of its own. */
export async function nativeStatus(): Promise<NativeStatus> {
  const folder = installationFolder();
  const installation = await findInstallation(folder);
  if (installation === undefined) {
    return { available: false, version: null, reason: 'it is not installed: shapewright engine install', folder };
  }
  const { route } = installation;
  try {
    const { version, step } = await probeNative(installation);
    return { available: true, version, reason: null, folder, route, stepMilliseconds: step };
  } catch (error) {
    return { available: false, version: null, reason: textOf(error), folder, route };
  }
}
