/** Data outside the text, as an editor sees them: described without loading, told where they are missing, followed as they change. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  DidChangeWatchedFilesNotification,
  DidOpenTextDocumentNotification,
  PublishDiagnosticsNotification,
  type Diagnostic,
} from 'vscode-languageserver-protocol/node';
import { startLanguageServer } from '../helpers/languageServer';

test('a missing column is an error on its place, and goes when the file has it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-lsp-data-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 's.csv'), 't,value\n1,2\n2,3\n');
  const server = await startLanguageServer({ workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'data' }] });
  onTestFinished(() => server.dispose());
  const uri = pathToFileURL(join(folder, 'model.nn')).href;
  const text = 'data s = csv("s.csv", column=valu)\nmodel M { output x = input s -> Conv1D(1, 2) }\n';
  const next = (wanted: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> =>
    new Promise((resolve) => {
      const listener = server.client.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => {
        if (!wanted(diagnostics)) return;
        listener.dispose();
        resolve(diagnostics);
      });
    });
  const told = next((diagnostics) => diagnostics.some(({ code }) => code === 'data/column'));
  await server.client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'nn', version: 1, text },
  });
  const [problem] = await told;
  expect(problem?.message).toContain('did you mean value?');
  expect(problem?.range).toEqual({ start: { line: 0, character: 29 }, end: { line: 0, character: 33 } });
  const gone = next((diagnostics) => diagnostics.every(({ code }) => code !== 'data/column'));
  await writeFile(join(folder, 's.csv'), 't,valu\n1,2\n2,3\n3,4\n');
  await server.client.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: pathToFileURL(join(folder, 's.csv')).href, type: 2 }],
  });
  expect((await gone).filter(({ severity }) => severity === 1)).toEqual([]);
});
