import { ProcessExecution } from 'vscode';
import { engineEnvironment } from '../../../server/src/engine/engineEnvironment';

/** The command line as a process of a task: the editor's own Node, no shell, and nothing of a debugger's loader. */
export function commandLineExecution(script: string, args: readonly string[], cwd?: string): ProcessExecution {
  return new ProcessExecution(process.execPath, [script, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: plainNode(),
  });
}

/** A task's variables are added to the editor's own: what must not reach a plain Node is emptied. */
function plainNode(): { [name: string]: string } {
  const kept = engineEnvironment(process.env);
  const env: { [name: string]: string } = {};
  for (const name of Object.keys(process.env)) if (!(name in kept)) env[name] = '';
  for (const [name, value] of Object.entries(kept)) if (process.env[name] !== value) env[name] = value ?? '';
  return env;
}
