import { commands, l10n, Task, TaskScope, tasks, workspace, type ExtensionContext } from 'vscode';
import { commandLineExecution } from '../tasks/commandLineExecution';

/** `Install Native Engine`: the command line's `engine install` as a task, with its progress in a terminal. */
export function registerInstallNativeEngine(context: ExtensionContext): void {
  context.subscriptions.push(
    commands.registerCommand('shapewright.installNativeEngine', async () => {
      // Hidden in Restricted Mode; refused here too, as another extension may call it.
      if (!workspace.isTrusted) return;
      await tasks.executeTask(installTask(context.asAbsolutePath('dist/cli.js')));
    }),
  );
}

function installTask(cli: string): Task {
  const node = commandLineExecution(cli, ['engine', 'install']);
  const name = l10n.t('Install Native Engine');
  return new Task(
    { type: 'shapewright', command: 'engine', args: ['install'] },
    TaskScope.Global,
    name,
    'Shapewright',
    node,
  );
}
