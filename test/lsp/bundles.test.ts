/**
 * What eslint.config.mjs forbids in our sources, looked for in what is shipped, libraries included. The few places
 * that libraries bring are named: none of them is reached with anything that a document or a page says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const dist = join(import.meta.dirname, '../../dist');
const bundles = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(dist, name), 'utf8') }));

const dangers: readonly (readonly [what: string, pattern: RegExp, known: RegExp])[] = [
  ['eval', /(?<![\w.$])eval\(/g, /^$/],
  // The build takes it out of the libraries that have it: scripts/extension/withoutGeneratedCode.mjs.
  ['code from a text', /\bnew\s+Function\b|(?<![\w.$])Function\(\s*["'`]|[=:]\s*Function\s*[;,)}]/g, /^$/],
  ['a shell', /\bshell:\s*(?:true|!0)/g, /^$/],
  // Preact's own way to set dangerouslySetInnerHTML, which no element of ours has, and to empty an element.
  ['HTML from a text', /\.innerHTML\s*=(?!=)\s*[\w$."]+/g, /=\s*(?:""|[\w$]+\.__html)$/],
  // vscode-jsonrpc's transport over a socket, which our client and server never name: theirs is IPC.
  [
    'a TCP server',
    /\.listen\(\s*(?:\d+|[\w$]+,\s*["'](?!\/)[\w.:]+["'])/g,
    /\.listen\(\s*[\w$]+,\s*["']127\.0\.0\.1["']/,
  ],
];

describe('the bundles', () => {
  test('are there', () => {
    expect(bundles.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'cli.js',
        'engine.js',
        'extension.js',
        'languageClient.js',
        'registerPanels.js',
        'server.js',
        'media/training.js',
        'web/server.js',
      ]),
    );
  });

  test.each(dangers)('hold no %s but what libraries are known to bring', (_, pattern, known) => {
    const found = bundles.flatMap(({ name, text }) => [...text.matchAll(pattern)].map(([place]) => ({ name, place })));
    expect(found.filter(({ place }) => !known.test(place))).toEqual([]);
  });

  test('of the programs that we start hold no transport over TCP but the one of vscode-jsonrpc', () => {
    const pattern = /\.listen\(\s*[\w$]+,\s*["']127\.0\.0\.1["']/;
    const names = bundles.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
    expect(names.sort()).toEqual(['languageClient.js', 'server.js']);
  });
});
