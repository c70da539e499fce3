/** The language server as vscode.dev runs it: in a worker of a browser, without Node.js, a disk or git. */
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { filesNotification } from '../../server/src/protocol/filesNotification';
import { graphRequest } from '../../server/src/protocol/graphRequest';
import { startBrowser } from '../helpers/panel/openPanel';
import './provided';

const folder = 'vscode-vfs://github/someone/models';
const uri = `${folder}/net.nn`;
const text = `import "blocks.nn"

data digits = mnist -> Rescaling(1/255)

model Net {
  input digits
    -> Stem(8)
    -> Flatten
    -> Dense(10, activation=softmax)
}
`;
const blocks = 'block Stem(filters) {\n  in -> Conv2D(filters, 3) -> MaxPool2D(2)\n}\n';

let browser: Browser;
let page: Page;
let nextId = 1;

beforeAll(async () => {
  browser = await startBrowser(inject('browser'));
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../server/src/lsp/browserMain.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    define: { global: 'globalThis' },
  });
  page = await browser.newPage();
  await page.evaluate((code) => {
    const scope = window as unknown as { worker: Worker; received: object[] };
    scope.received = [];
    scope.worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    scope.worker.onmessage = ({ data }: MessageEvent<object>) => void scope.received.push(data);
    scope.worker.onerror = ({ message }) => void scope.received.push({ failed: message });
  }, outputFiles[0]?.text ?? '');
});

afterAll(() => browser.close());

async function send(message: object): Promise<void> {
  const sent = { jsonrpc: '2.0', ...message };
  await page.evaluate((sent) => {
    (window as unknown as { worker: Worker }).worker.postMessage(sent);
  }, sent);
}

const received = (): Promise<
  readonly { readonly id?: number; readonly method?: string; readonly result?: unknown; readonly params?: unknown }[]
> => page.evaluate(() => (window as unknown as { received: [] }).received);

async function request(method: string, params: object): Promise<unknown> {
  const id = nextId++;
  await send({ id, method, params });
  const answer = async () => (await received()).find((message) => message.id === id && message.method === undefined);
  await expect.poll(answer).toBeDefined();
  return (await answer())?.result;
}

test('answers as beside an editor, with imports that the client has sent', async () => {
  await request('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: folder, name: 'models' }],
  });
  await send({ method: 'initialized', params: {} });
  await send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'nn', version: 1, text } } });
  await send({ method: filesNotification, params: { files: [{ uri: `${folder}/blocks.nn`, text: blocks }] } });
  const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
  const hints = async () =>
    (
      (await request('textDocument/inlayHint', { textDocument: { uri }, range })) as readonly {
        readonly label: string;
      }[]
    ).map(({ label }) => label);
  await expect.poll(hints).toEqual(['28x28x1', '13x13x8   80', '1352', '10   13,530']);
  const diagnostics = async () =>
    (await received()).filter(({ method }) => method === 'textDocument/publishDiagnostics').at(-1)?.params;
  await expect.poll(diagnostics).toMatchObject({ uri, diagnostics: [] });
  expect(await request(graphRequest, { uri, model: 'Net' })).toMatchObject({ sound: true, picture: { model: 'Net' } });
});

test('tells when an import is gone', async () => {
  await send({ method: filesNotification, params: { files: [{ uri: `${folder}/blocks.nn`, text: null }] } });
  const codes = async () => {
    const last = (await received()).filter(({ method }) => method === 'textDocument/publishDiagnostics').at(-1);
    return (last?.params as { readonly diagnostics: readonly { readonly code: string }[] }).diagnostics.map(
      ({ code }) => code,
    );
  };
  await expect.poll(codes).toContain('nn/import');
});
