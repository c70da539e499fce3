import { expect, test } from 'vitest';
import { campaign } from '../helpers/campaign';
import { everyRequest } from '../helpers/everyRequest';
import { startLanguageServer } from '../helpers/languageServer';
import { programs } from '../helpers/programs';

/** In the tests of every day every so many characters; in the soak all of them. */
const step = campaign(97, 1);

test.each(programs)(
  'every request at the end of the prefixes of $name has an answer',
  { timeout: 3_600_000 },
  async ({ name, text }) => {
    const server = await startLanguageServer();
    const uri = `file:///nowhere/${name}`;
    await server.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'nn', version: 1, text: '' },
    });
    let version = 1;
    for (let length = 0; length <= text.length; length += step) {
      const prefix = text.slice(0, length);
      version++;
      await server.client.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text: prefix }],
      });
      const lines = prefix.split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      await Promise.all(
        everyRequest(uri, position).map(([method, params]) => server.client.sendRequest(method, params)),
      );
      expect((await server.diagnostics(uri, version)).version).toBe(version);
    }
    expect(server.errors).toEqual([]);
    await server.dispose();
  },
);
