import { expect, test, vi } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { campaignCount, campaignSeeds } from '../helpers/campaign';
import { mutate } from '../helpers/mutate';
import { programs, seededRandom } from '../helpers/programs';
import { startLanguageServer, type LanguageServer } from '../helpers/languageServer';

const EDITS = 20;

const methods = [
  'textDocument/documentSymbol',
  'textDocument/foldingRange',
  'textDocument/semanticTokens/full',
  'textDocument/codeLens',
  'textDocument/documentLink',
];

test(
  `after ${campaignCount(12, 1_000)} times ${EDITS} edits and undo, a server says what a fresh one says`,
  { timeout: 3_600_000 },
  async () => {
    const server = await startLanguageServer();
    for (const seed of campaignSeeds(12, 1_000)) {
      const random = seededRandom(seed);
      const uri = `file:///nowhere/${seed}.nn`;
      const texts = [programs[seed % programs.length]?.text ?? ''];
      let version = 1;
      await server.client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'nn', version, text: texts[0] },
      });
      const change = async (before: string, after: string): Promise<void> => {
        version++;
        await server.client.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [difference(uri, before, after)],
        });
      };
      for (let count = 0; count < EDITS; count++) {
        const before = texts.at(-1) ?? '';
        const isUndo = texts.length > 1 && random() < 0.3;
        if (isUndo) texts.pop();
        else texts.push(mutate(before, random));
        await change(before, texts.at(-1) ?? '');
      }
      const fresh = await startLanguageServer();
      await fresh.client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'nn', version, text: texts.at(-1) },
      });
      // What is known of data comes from the disk, to each server in its own time.
      await vi.waitFor(
        async () => expect(await answers(server, uri, version)).toEqual(await answers(fresh, uri, version)),
        { timeout: 10_000 },
      );
      await fresh.dispose();
    }
    expect(server.errors).toEqual([]);
    await server.dispose();
  },
);

/** One incremental change between two texts. Never cuts a pair of `\r\n`, which would not be a place for an editor. */
function difference(uri: string, before: string, after: string): { readonly range: unknown; readonly text: string } {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  while (start > 0 && before[start - 1] === '\r') start--;
  while (end > 0 && before.at(-end) === '\n') end--;
  const document = TextDocument.create(uri, 'nn', 0, before);
  const range = { start: document.positionAt(start), end: document.positionAt(before.length - end) };
  return { range, text: after.slice(start, after.length - end) };
}

async function answers(server: LanguageServer, uri: string, version: number): Promise<unknown> {
  const { diagnostics } = await server.diagnostics(uri, version);
  const rest = await Promise.all(methods.map((method) => server.client.sendRequest(method, { textDocument: { uri } })));
  return { diagnostics, rest };
}
