/**
 * The environment for a child that must not inherit a debugger: `NODE_OPTIONS` carries its loader while the
 * extension is debugged, and the editor marks its own processes by `ELECTRON_…` and `VSCODE_…`.
 */
export function cleanEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const dropped = (name: string): boolean => name === 'NODE_OPTIONS' || /^VSCODE_/.test(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !dropped(name)));
}
