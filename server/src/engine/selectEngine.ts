import type { EngineRequest } from '../protocol/engineMessages';
import type { Engine } from './backend';
import { createNativeEngine } from './native/nativeEngine';
import { probeOnce } from './native/probeOnce';
import { findInstallation } from './native/provision/installation';
import { textOf } from './runProblem';
import { createWasmEngine } from './wasm/wasmEngine';

export interface SelectedEngine {
  readonly engine: Engine;
  /** Why it is not the native one although that would be faster; for people. */
  readonly reason: string | undefined;
}

/**
 * The engine asked for. `auto` is the native one where it is installed and has run a step in a process of its own on
 * this machine, else wasm with the reason. Throws where an engine was asked for by name and does not work.
 */
export async function selectEngine(wanted: EngineRequest['engine']): Promise<SelectedEngine> {
  if (wanted === 'wasm') return { engine: await createWasmEngine(), reason: undefined };
  if (wanted === 'native') return { engine: await createNativeEngine(), reason: undefined };
  const installation = await findInstallation();
  if (installation === undefined) {
    return { engine: await createWasmEngine(), reason: 'The native engine, several times as fast, is not installed.' };
  }
  try {
    await probeOnce(installation);
    return { engine: await createNativeEngine(), reason: undefined };
  } catch (error) {
    return { engine: await createWasmEngine(), reason: `The native engine does not work here: ${textOf(error)}` };
  }
}
