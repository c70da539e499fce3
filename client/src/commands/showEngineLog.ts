import { commands, type Disposable, type LogOutputChannel } from 'vscode';

/** `Show Log`: what the engines said; stops nothing. */
export function registerShowEngineLog(log: LogOutputChannel): Disposable {
  return commands.registerCommand('shapewright.showEngineLog', () => log.show(true));
}
