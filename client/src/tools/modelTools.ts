import { l10n, LanguageModelTextPart, LanguageModelToolResult, lm, Uri, workspace } from 'vscode';
import type { ExtensionContext, LanguageModelTool } from 'vscode';
import * as z from 'zod';
import type { Training } from '../training/training';
import { findTrains } from '../training/findTrain';
import { trainToEnd } from '../training/trainToEnd';
import { runCommandLine } from './runCommandLine';

const fileInput = z.object({ file: z.string() });
const trainInput = z.object({ file: z.string(), train: z.string().optional() });

/**
 * What a language model may do here, when a person lets it: check a file, summarise its models, train a set-up. Only
 * files of the workspace; a training asks first and is refused in Restricted Mode.
 */
export function registerModelTools(context: ExtensionContext, training: Training): void {
  const script = context.asAbsolutePath('dist/cli.js');
  context.subscriptions.push(
    lm.registerTool('shapewright_check', commandTool(script, 'check')),
    lm.registerTool('shapewright_summary', commandTool(script, 'summary')),
    lm.registerTool('shapewright_train', trainTool(training)),
  );
}

function commandTool(script: string, command: 'check' | 'summary'): LanguageModelTool<unknown> {
  return {
    prepareInvocation: ({ input }) => ({
      invocationMessage: l10n.t('Shapewright: {0} {1}', command, fileInput.parse(input).file),
    }),
    invoke: async ({ input }, token) => {
      const file = fileOfWorkspace(fileInput.parse(input).file);
      return textResult(await runCommandLine(script, [command, file.fsPath, '--json'], { input: '', token }));
    },
  };
}

function trainTool(training: Training): LanguageModelTool<unknown> {
  return {
    prepareInvocation: ({ input }) => {
      const { file, train } = trainInput.parse(input);
      return {
        invocationMessage: l10n.t('Training {0}', train ?? file),
        confirmationMessages: {
          title: l10n.t('Train a model'),
          message: l10n.t(
            'Train {0} of {1}? It may take long and download its data.',
            train ?? l10n.t('the first set-up'),
            file,
          ),
        },
      };
    },
    invoke: async ({ input }, token) => {
      const { file, train } = trainInput.parse(input);
      const uri = fileOfWorkspace(file);
      const document = await workspace.openTextDocument(uri);
      const names = findTrains(document.getText()).map((found) => found.train);
      const wanted = train ?? names[0];
      if (wanted === undefined || !names.includes(wanted))
        throw new Error(l10n.t('{0} has no such train block; it has: {1}.', file, names.join(', ')));
      const run = await trainToEnd(training, { uri: uri.toString(), train: wanted }, token);
      const told = run.history
        .events()
        .filter(({ event }) => event === 'epoch' || event === 'evaluate' || event === 'warning' || event === 'end');
      return textResult(JSON.stringify({ state: run.condition.state, error: run.condition.error, events: told }));
    },
  };
}

function textResult(text: string): LanguageModelToolResult {
  return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
}

/** A file below a folder of the workspace, absolute or relative to its first folder; anything else is refused. */
function fileOfWorkspace(path: string): Uri {
  const [first] = workspace.workspaceFolders ?? [];
  const absolute = /^([/\\]|[a-z]:)/i.test(path);
  const uri = absolute || first === undefined ? Uri.file(path) : Uri.joinPath(first.uri, path);
  if (workspace.getWorkspaceFolder(uri) === undefined || !uri.path.endsWith('.nn'))
    throw new Error(l10n.t('{0} is no model file of this workspace.', path));
  return uri;
}
