import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  CodeLens,
  CompletionItem,
  Diagnostic,
  Hover,
  InlayHint,
  Location,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { atPosition, everyRequest } from '../helpers/everyRequest';
import { startLanguageServer, type LanguageServer } from '../helpers/languageServer';
import { programs } from '../helpers/programs';

const mnist = programs.find(({ name }) => name === 'mnist.nn')?.text ?? '';
const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

describe('a session', () => {
  let server: LanguageServer;
  const uri = 'file:///nowhere/mnist.nn';
  const textDocument = { uri };

  beforeEach(async () => {
    server = await startLanguageServer();
    await open(server, uri, mnist);
  });
  afterEach(() => server.dispose());

  test('a correct program has no diagnostics', async () => {
    expect((await server.diagnostics(uri, 1)).diagnostics).toEqual([]);
  });

  test('an incremental edit brings a diagnostic and takes it away', async () => {
    const line = mnist.split('\n').findIndex((text) => text.includes('Dense(10'));
    const start = mnist.split('\n')[line]?.indexOf('Dense(10') ?? 0;
    await edit(
      server,
      uri,
      2,
      { start: { line, character: start }, end: { line, character: start + 8 } },
      'Conv2D(10, 9',
    );
    const broken = await server.diagnostics(uri, 2);
    expect(broken.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual(['nn/rank', 1]);
    await edit(server, uri, 3, { start: { line, character: start }, end: { line, character: start + 12 } }, 'Dense(10');
    expect((await server.diagnostics(uri, 3)).diagnostics).toEqual([]);
  });

  test('inlay hints show shapes and parameters', async () => {
    const hints: InlayHint[] = await server.client.sendRequest('textDocument/inlayHint', {
      textDocument,
      range: whole,
    });
    expect(hints.map(({ label }) => label)).toEqual([
      '28x28x1',
      '26x26x32   320',
      '13x13x32',
      '11x11x64   18,496',
      '5x5x64',
      '3x3x64   36,928',
      '576',
      '64   36,928',
      '10   650',
    ]);
  });

  test('settings switch the hints', async () => {
    await server.client.sendNotification('workspace/didChangeConfiguration', {
      settings: { shapewright: { inlayHints: { shapes: false } } },
    });
    const hints: InlayHint[] = await server.client.sendRequest('textDocument/inlayHint', {
      textDocument,
      range: whole,
    });
    expect(hints.map(({ label }) => label)).toEqual(['320', '18,496', '36,928', '36,928', '650']);
  });

  test('lenses stand on the data, on the model and on the train block', async () => {
    const lenses: CodeLens[] = await server.client.sendRequest('textDocument/codeLens', { textDocument });
    expect(lenses.map(({ command }) => [command?.title, command?.arguments])).toEqual([
      ['60,000 + 10,000 · 28x28x1 · 10 classes', undefined],
      ['93,322 parameters · 2.8M MACs', undefined],
      ['Summary', [uri, 'Digits']],
      ['▶ Train', [uri, 'Digits']],
    ]);
  });

  test('hover has the formula with its numbers', async () => {
    const line = mnist.split('\n').findIndex((text) => text.includes('Conv2D(64'));
    const hover: Hover = await server.client.sendRequest('textDocument/hover', {
      textDocument,
      position: { line, character: 9 },
    });
    expect(JSON.stringify(hover.contents)).toContain('= 18,496');
  });

  test('the help on a signature and a completion are Markdown, since names stand in backticks in them', async () => {
    const line = mnist.split('\n').findIndex((text) => text.includes('MaxPool2D('));
    const character = (mnist.split('\n')[line]?.indexOf('MaxPool2D(') ?? 0) + 'MaxPool2D('.length;
    const place = { textDocument, position: { line, character } };
    const help: SignatureHelp = await server.client.sendRequest('textDocument/signatureHelp', place);
    const strides = help.signatures[0]?.parameters?.[1]?.documentation;
    expect(strides).toMatchObject({ kind: 'markdown', value: expect.stringContaining('default `none`') as string });
    const items: CompletionItem[] = await server.client.sendRequest('textDocument/completion', place);
    expect(items.find(({ label }) => label.startsWith('strides'))?.documentation).toMatchObject({ kind: 'markdown' });
  });

  test('requests about closed documents and places out of range have empty answers', async () => {
    await server.client.sendNotification('textDocument/didClose', { textDocument });
    for (const [method, params] of everyRequest(uri, { line: 3, character: 3 })) {
      const answer = await server.client.sendRequest(method, params);
      expect(
        answer === null || (Array.isArray(answer) && answer.length === 0) || JSON.stringify(answer) === '{"data":[]}',
        method,
      ).toBe(true);
    }
    await open(server, uri, 'model A { input 3 }');
    for (const position of [
      { line: 99, character: 0 },
      { line: 0, character: 9999 },
      { line: 0, character: 2_147_483_647 },
    ]) {
      for (const [method, params] of everyRequest(uri, position)) await server.client.sendRequest(method, params);
    }
    expect(server.errors).toEqual([]);
  });
});

describe('files of a workspace', () => {
  let folder: string;
  let server: LanguageServer;
  const uriOf = (name: string): string => pathToFileURL(join(folder, 'work', name)).href;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'shapewright-lsp-')));
    mkdirSync(join(folder, 'work'));
    const shared = 'block Part(size) {\n  in -> Dense(size)\n}\n';
    writeFileSync(join(folder, 'work', 'blocks.nn'), shared);
    writeFileSync(join(folder, 'outside.nn'), shared);
    symlinkSync(join(folder, 'outside.nn'), join(folder, 'work', 'link.nn'));
    server = await startLanguageServer({
      workspaceFolders: [{ uri: pathToFileURL(join(folder, 'work')).href, name: 'work' }],
    });
  });
  afterEach(async () => {
    await server.dispose();
    rmSync(folder, { recursive: true });
  });

  const main = (path: string): string => `import "${path}"\n\nmodel M {\n  input 3 -> Part(4)\n}\n`;

  test('an import is read, and its editing shows in the importing file', async () => {
    await open(server, uriOf('main.nn'), main('blocks.nn'));
    expect((await server.diagnostics(uriOf('main.nn'), 1)).diagnostics).toEqual([]);
    await open(server, uriOf('blocks.nn'), 'block Part(size, other) {\n  in -> Dense(size)\n}\n');
    const changed = new Promise<readonly Diagnostic[]>((resolve) => {
      server.client.onNotification(
        'textDocument/publishDiagnostics',
        (sent: { uri: string; diagnostics: Diagnostic[] }) => {
          if (sent.uri === uriOf('main.nn') && sent.diagnostics.length > 0) resolve(sent.diagnostics);
        },
      );
    });
    await edit(
      server,
      uriOf('blocks.nn'),
      2,
      { start: { line: 0, character: 0 }, end: { line: 2, character: 1 } },
      '# nothing',
    );
    expect((await changed).length).toBeGreaterThan(0);
  });

  test.each(['../outside.nn', 'link.nn', '..%2foutside.nn', '/etc/hostname'])('%s is not read', async (path) => {
    await open(server, uriOf('main.nn'), main(path));
    const { diagnostics } = await server.diagnostics(uriOf('main.nn'), 1);
    expect(diagnostics.filter(({ severity }) => severity === 1).length).toBeGreaterThan(0);
  });

  test('definition and rename reach into the imported file', async () => {
    await open(server, uriOf('main.nn'), main('blocks.nn'));
    const params = { textDocument: { uri: uriOf('main.nn') }, position: { line: 3, character: 15 } };
    const place: Location = await server.client.sendRequest('textDocument/definition', params);
    expect(place).toEqual({
      uri: uriOf('blocks.nn'),
      range: { start: { line: 0, character: 6 }, end: { line: 0, character: 10 } },
    });
    const { changes }: WorkspaceEdit = await server.client.sendRequest('textDocument/rename', {
      ...params,
      newName: 'Piece',
    });
    expect(
      Object.entries(changes ?? {}).map(([uri, edits]) => [uri, edits.map(({ range }: TextEdit) => range.start.line)]),
    ).toEqual([
      [uriOf('main.nn'), [3]],
      [uriOf('blocks.nn'), [0]],
    ]);
  });

  test('a name that is none is refused', async () => {
    await open(server, uriOf('main.nn'), main('blocks.nn'));
    const params = { textDocument: { uri: uriOf('main.nn') }, position: { line: 3, character: 15 }, newName: 'in' };
    await expect(server.client.sendRequest('textDocument/rename', params)).rejects.toThrow('is not a name');
  });
});

describe('every request', () => {
  test.each(programs)('at every word of $name has an answer', async ({ name, text }) => {
    const server = await startLanguageServer();
    const uri = `file:///nowhere/${name}`;
    await open(server, uri, text);
    await server.diagnostics(uri, 1);
    const lines = text.split('\n');
    for (const [line, content] of lines.entries()) {
      for (const match of content.matchAll(/[\w.]+|[^\w\s]+/g)) {
        for (const [method, params] of atPosition(uri, { line, character: match.index }))
          await server.client.sendRequest(method, params);
      }
    }
    for (const [method, params] of everyRequest(uri, { line: 0, character: 0 }))
      await server.client.sendRequest(method, params);
    expect(server.errors).toEqual([]);
    await server.dispose();
  });
});

async function open(server: LanguageServer, uri: string, text: string): Promise<void> {
  await server.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'nn', version: 1, text },
  });
}

async function edit(
  server: LanguageServer,
  uri: string,
  version: number,
  range: typeof whole,
  text: string,
): Promise<void> {
  await server.client.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ range, text }],
  });
}

describe('a document in a repository', () => {
  let folder: string;
  let server: LanguageServer;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'shapewright-git-')));
    writeFileSync(join(folder, 'net.nn'), 'model Net { input 784 -> Dense(10) }\n');
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', ...args], {
        cwd: folder,
        stdio: 'ignore',
      });
    };
    git('init', '-q');
    git('add', 'net.nn');
    git('commit', '-q', '-m', 'First');
    server = await startLanguageServer({ initializationOptions: { languagePage: 'file:///docs/language.md' } });
  });
  afterEach(async () => {
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a lens tells what has changed since the last commit', async () => {
    const uri = pathToFileURL(join(folder, 'net.nn')).href;
    await open(server, uri, 'model Net { input 784 -> Dense(12) }\n');
    const lenses: readonly CodeLens[] = await server.client.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    expect(lenses.map(({ command }) => command?.title)).toContain(
      '+1,570 parameters, +20 % MACs since the last commit',
    );
  });

  test('a code leads to its explanation', async () => {
    const uri = pathToFileURL(join(folder, 'other.nn')).href;
    await open(server, uri, 'model Net { input 784 -> Conv2D(8, 3) }\n');
    const { diagnostics } = await server.diagnostics(uri, 1);
    expect(diagnostics.map(({ codeDescription }) => codeDescription?.href)).toEqual([
      'file:///docs/language.md#nnrank',
    ]);
    const lenses: readonly CodeLens[] = await server.client.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    expect(lenses.some(({ command }) => command?.title.includes('commit'))).toBe(false);
  });
});
