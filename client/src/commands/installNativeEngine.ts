import { commands, l10n, ProcessExecution, Task, TaskScope, tasks, workspace, type ExtensionContext } from 'vscode';

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
  const node = new ProcessExecution(process.execPath, [cli, 'engine', 'install'], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const name = l10n.t('Install Native Engine');
  return new Task({ type: 'shapewright', task: 'engine install' }, TaskScope.Global, name, 'Shapewright', node);
}
