/** Variables that would bring something of the starter into the engine: a debugger's loader, an editor's server. */
const unwanted = /^(NODE_OPTIONS|NODE_CHANNEL_FD|NODE_INSPECT.*|VSCODE_.*|ELECTRON_.*)$/;

/** The environment of an engine process: that of the starter, cleaned; Electron then behaves as plain Node. */
export function engineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !unwanted.test(name)));
  return process.versions['electron'] === undefined ? kept : { ...kept, ELECTRON_RUN_AS_NODE: '1' };
}
