import { availableParallelism } from 'node:os';

/** Variables that would bring something of the starter into the engine: a debugger's loader, an editor's server. */
const unwanted = /^(NODE_OPTIONS|NODE_CHANNEL_FD|NODE_INSPECT.*|VSCODE_.*|ELECTRON_.*)$/;

/** The environment of an engine process: that of the starter, cleaned; Electron then behaves as plain Node. */
export function engineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !unwanted.test(name)));
  return process.versions['electron'] === undefined ? kept : { ...kept, ELECTRON_RUN_AS_NODE: '1' };
}

/**
 * Of the eight arenas a core that glibc's malloc has, each keeps what one thread let go from all others: a training
 * behind decoding threads would need some 80 MB more. A setting of the starter comes before it.
 */
export function allocatorVariables(): Readonly<Record<string, string>> {
  return { MALLOC_ARENA_MAX: String(Math.max(4, availableParallelism())) };
}
