import { l10n, Task, tasks, workspace } from 'vscode';
import type { ExtensionContext, TaskDefinition, WorkspaceFolder } from 'vscode';
import { commandLineExecution } from './commandLineExecution';

/** As tasks.json writes it: `{ "type": "shapewright", "command": "check", "args": ["samples/mnist.nn"] }`. */
interface CommandLineTask extends TaskDefinition {
  readonly command: string;
  readonly args?: readonly string[];
}

const type = 'shapewright';
const problemMatcher = '$shapewright';

/** The command line as tasks: checking every model is offered, any other command may be written in tasks.json. */
export function registerCommandLineTasks(context: ExtensionContext): void {
  const script = context.asAbsolutePath('dist/cli.js');
  context.subscriptions.push(
    tasks.registerTaskProvider(type, {
      provideTasks: async () => {
        const offered = (workspace.workspaceFolders ?? [])
          .filter(({ uri }) => uri.scheme === 'file')
          .map(async (folder) => {
            const files = await workspace.findFiles('**/*.nn', '**/node_modules/**');
            const args = files
              .filter((uri) => workspace.getWorkspaceFolder(uri) === folder)
              .map((uri) => workspace.asRelativePath(uri, false))
              .sort();
            return args.length === 0 ? [] : [taskOf({ type, command: 'check', args }, folder, script)];
          });
        return (await Promise.all(offered)).flat();
      },
      resolveTask: ({ definition, scope }) =>
        isCommandLineTask(definition) && typeof scope === 'object' ? taskOf(definition, scope, script) : undefined,
    }),
  );
}

function taskOf(definition: CommandLineTask, folder: WorkspaceFolder, script: string): Task {
  const name = definition.command === 'check' ? l10n.t('check all models') : definition.command;
  const execution = commandLineExecution(script, [definition.command, ...(definition.args ?? [])], folder.uri.fsPath);
  return new Task(definition, folder, name, type, execution, problemMatcher);
}

function isCommandLineTask(definition: TaskDefinition): definition is CommandLineTask {
  const args: unknown = definition['args'];
  return (
    typeof definition['command'] === 'string' &&
    (args === undefined || (Array.isArray(args) && args.every((each) => typeof each === 'string')))
  );
}
