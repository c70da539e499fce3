import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { everyRequest } from '../helpers/everyRequest';
import { startLanguageServer, type LanguageServer } from '../helpers/languageServer';

const uri = 'file:///nowhere/odd.nn';

describe('odd documents', () => {
  let server: LanguageServer;
  beforeEach(async () => {
    server = await startLanguageServer();
  });
  afterEach(async () => {
    expect(server.errors).toEqual([]);
    await server.dispose();
  });

  async function problemsOf(text: string): Promise<readonly Diagnostic[]> {
    await server.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'nn', version: 1, text },
    });
    const { diagnostics } = await server.diagnostics(uri, 1);
    for (const [method, params] of everyRequest(uri, { line: 0, character: 9 }))
      await server.client.sendRequest(method, params);
    return diagnostics;
  }

  test.each([
    ['ten thousand brackets', `model M { input 4 -> Dense(${'('.repeat(10_000)} }`],
    ['ten thousand lists', `kernel k = ${'['.repeat(10_000)}`],
    ['a truncated map', 'train A on b { loss: { price: mse'],
    ['binary', Array.from({ length: 3_000 }, (_, index) => String.fromCharCode((index * 7919) % 65_536)).join('')],
    ['a line of a million characters', `model M { input 4 ${'-> ReLU '.repeat(125_000)}-> }`],
    ['three million characters', 'model A { input 3 }\n'.repeat(150_000)],
    ['50,001 layers', `model M {\n  input 4\n${'  -> ReLU\n'.repeat(50_001)}}`],
    ['a repetition without end', 'model M { input 4 -> ReLU * 1000000000 }'],
    [
      'blocks that double',
      `block B0 { in -> ReLU }\n${Array.from({ length: 40 }, (_, n) => `block B${n + 1} { in -> B${n} -> B${n} }\n`).join('')}model M { input 4 -> B40 }`,
    ],
    ['a block that uses itself', 'block B { in -> B }\nmodel M { input 4 -> B }'],
  ])('%s: a located problem, and every request has an answer', { timeout: 120_000 }, async (_, text) => {
    const problems = await problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    for (const { message, range } of problems) {
      expect(JSON.stringify(message).length).toBeLessThanOrEqual(82);
      expect(range.start.line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
    }
  });

  test.each([
    ['1e999', 'input 1e999'],
    ['0', 'input 0x3'],
    ['a negative size', 'input 8 -> Dense(-4)'],
    ['a product beyond all numbers', 'input 4 -> Dense(9007199254740991) -> Dense(9007199254740991)'],
    ['a size beyond all whole numbers', 'input 99999999999999999999x3'],
    ['a quotient by zero', 'input 4 -> Dense(4 / 0)'],
    ['zero-padding beyond all numbers', 'input 4x4x1 -> ZeroPadding2D(9007199254740990)'],
  ])('%s is a problem where it stands or an unknown number, never NaN', async (_, flow) => {
    const problems = await problemsOf(`model M { ${flow} }`);
    const hints = await server.client.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
    expect(JSON.stringify([hints, problems.map(({ message }) => message)])).not.toMatch(/NaN|Infinity|undefined/);
  });

  test.each([
    ['\n', 0],
    ['\r\n', 0],
    ['\r', 0],
  ])('columns are UTF-16 units behind surrogates, bidi marks and a BOM, line end %j', async (end) => {
    const text = ['\uFEFF# 😀 \u202E x', 'model M {', '  # 😀', '  input 3 -> "😀\u202E" -> Nothing', '}', ''].join(
      end,
    );
    const problems = await problemsOf(text);
    const unknown = problems.find(({ code }) => code === 'nn/unknown-layer');
    const character = '  input 3 -> "😀\u202E" -> '.length;
    expect(unknown?.range).toEqual({
      start: { line: 3, character },
      end: { line: 3, character: character + 'Nothing'.length },
    });
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'])(
    '%s is a name like any other',
    async (name) => {
      const program = `data ${name} = mnist\nblock ${name}(${name}=3) {\n  in -> Dense(${name})\n}\nmodel ${name} {\n  ${name} = input ${name} -> Flatten -> ${name} -> Dense(10, activation=softmax)\n}\ntrain ${name} on ${name} { loss: categorical_crossentropy }\n`;
      expect((await problemsOf(program)).filter(({ severity }) => severity === 1)).toEqual([]);
      const misused = `model M { input 3 -> Dense(3, ${name}=1) -> ${name} }`;
      await server.client.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: [{ text: misused }],
      });
      const codes = (await server.diagnostics(uri, 2)).diagnostics.map(({ code }) => code);
      expect(codes).toEqual(['nn/argument', 'nn/unknown-layer']);
    },
  );

  test('requests about closed documents and for places out of range are answered', async () => {
    const text = 'model M { input 3 -> Dense(2) }\n';
    await problemsOf(text);
    for (const position of [
      { line: 99, character: 0 },
      { line: 0, character: 10_000 },
      { line: 2_147_483_647, character: 2_147_483_647 },
    ]) {
      for (const [method, params] of everyRequest(uri, position)) await server.client.sendRequest(method, params);
    }
    await server.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
    for (const [method, params] of everyRequest(uri, { line: 0, character: 0 })) {
      const answer = await server.client.sendRequest(method, params);
      expect(answer === null || JSON.stringify(answer) === '[]' || JSON.stringify(answer) === '{"data":[]}').toBe(true);
    }
    // Opened again with an older version and another text: nothing is left of the first life.
    await server.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'nn', version: 0, text: 'model M { input 3 -> Nothing }' },
    });
    expect((await server.diagnostics(uri, 0)).diagnostics.map(({ code }) => code)).toEqual(['nn/unknown-layer']);
  });
});

test
  .skipIf(process.platform === 'win32')
  .each([
    '../outside.nn',
    '..%2foutside.nn',
    'inside/../../outside.nn',
    'link.nn',
    'folder/outside.nn',
    'pipe.nn',
    'inside',
    '/etc/passwd',
    'file:///etc/passwd',
    '\\\\host\\share',
  ])('import "%s" reads nothing outside and never waits', async (path) => {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'shapewright-paths-')));
  const folder = join(parent, 'workspace');
  mkdirSync(join(folder, 'inside'), { recursive: true });
  writeFileSync(join(parent, 'outside.nn'), 'block Secret { in -> Dense(1) }\n');
  symlinkSync(join(parent, 'outside.nn'), join(folder, 'link.nn'));
  symlinkSync(parent, join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'pipe.nn')]);
  const document = pathToFileURL(join(folder, 'main.nn')).href;
  const server = await startLanguageServer({
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'workspace' }],
  });
  const text = `import "${path}"\nmodel M { input 3 -> Secret }\n`;
  await server.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri: document, languageId: 'nn', version: 1, text },
  });
  const codes = (await server.diagnostics(document, 1)).diagnostics.map(({ code }) => code);
  expect(codes).toEqual(['nn/import', 'nn/unknown-layer']);
  expect(server.errors).toEqual([]);
  await server.dispose();
  rmSync(parent, { recursive: true });
});
