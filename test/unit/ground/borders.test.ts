import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** The project's rules without those that need types: the wrong files below do not exist. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ['**/*.{ts,tsx}'], ...tseslint.configs.disableTypeChecked }],
});

async function rulesBroken(path: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, path) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const borders: readonly (readonly [path: string, wrong: string])[] = [
  // vscode only in client/
  ['server/src/lsp/wrong.ts', `export { Uri } from 'vscode';`],
  ['server/src/language/wrong.ts', `import type { Uri } from 'vscode'; export type A = Uri;`],
  ['server/src/engine/wrong.ts', `import { Uri } from 'vscode'; export const a = Uri;`],
  ['server/src/cli/wrong.ts', `export * from 'vscode';`],
  ['media/training/wrong.ts', `import { Uri } from 'vscode'; export const a = Uri;`],
  // @tensorflow/* only in server/src/engine/
  ['server/src/compiler/wrong.ts', `import { add } from '@tensorflow/tfjs-core'; export const a = add;`],
  ['server/src/cli/wrong.ts', `import { add } from '@tensorflow/tfjs-node'; export const a = add;`],
  ['client/src/wrong.ts', `export const a = import('@tensorflow/tfjs-core');`],
  // language/ and compiler/ are pure
  ['server/src/language/wrong.ts', `import { readFileSync } from 'node:fs'; export const a = readFileSync;`],
  ['server/src/language/features/wrong.ts', `import { join } from 'path'; export const a = join;`],
  ['server/src/compiler/wrong.ts', `import { createHash } from 'node:crypto'; export const a = createHash;`],
  ['server/src/compiler/operations/wrong.ts', `export const a = import('node:os');`],
  ['server/src/language/wrong.ts', `export type A = import('node:fs').Stats;`],
  [
    'server/src/language/wrong.ts',
    `import { createConnection } from 'vscode-languageserver/node'; export const a = createConnection;`,
  ],
  // language/ imports no other room, compiler/ language/ only
  ['server/src/language/wrong.ts', `import type { Program } from '../compiler/program'; export type A = Program;`],
  ['server/src/language/model/wrong.ts', `import { a } from '../../engine/backend'; export { a };`],
  ['server/src/language/wrong.ts', `import { a } from '../lsp/main'; export { a };`],
  ['server/src/language/wrong.ts', `import { a } from '../cli/main'; export { a };`],
  ['server/src/compiler/wrong.ts', `import { a } from '../engine/backend'; export { a };`],
  ['server/src/compiler/wrong.ts', `import { a } from '../protocol/runEvents'; export { a };`],
  // media/ is DOM only, client/ starts processes and never imports them
  ['media/shared/wrong.ts', `import { Buffer } from 'node:buffer'; export const a = Buffer;`],
  ['media/training/wrong.tsx', `import { a } from '../../server/src/engine/backend'; export { a };`],
  ['client/src/training/wrong.ts', `import { a } from '../../../server/src/engine/backend'; export { a };`],
  ['server/src/protocol/wrong.ts', `import { a } from '../engine/backend'; export { a };`],
  ['server/src/engine/wrong.ts', `import { a } from '../lsp/main'; export { a };`],
];

const inBounds: readonly (readonly [path: string, right: string])[] = [
  ['client/src/right.ts', `import { Uri } from 'vscode'; export const a = Uri;`],
  ['server/src/engine/wasm/right.ts', `import { add } from '@tensorflow/tfjs-core'; export const a = add;`],
  ['server/src/engine/data/right.ts', `import { open } from 'node:fs/promises'; export const a = open;`],
  [
    'server/src/compiler/right.ts',
    `import type { ModelGraph } from '../language/model/graph'; export type A = ModelGraph;`,
  ],
  ['server/src/language/features/right.ts', `import { a } from '../syntax/tree'; export { a };`],
  [
    'media/training/right.ts',
    `import type { RunEvent } from '../../server/src/protocol/runEvents'; export type A = RunEvent;`,
  ],
];

const dangers: readonly (readonly [rule: string, path: string, wrong: string])[] = [
  ['no-restricted-syntax', 'server/src/language/wrong.ts', `export default 1;`],
  ['@typescript-eslint/no-explicit-any', 'server/src/language/wrong.ts', `export const a: any = 1;`],
  ['no-eval', 'server/src/engine/wrong.ts', `export const a: unknown = eval('1');`],
  ['no-new-func', 'media/training/wrong.ts', `export const a = new Function('return 1');`],
  ['no-restricted-syntax', 'media/training/wrong.ts', `document.body.innerHTML = 'a';`],
  ['no-restricted-syntax', 'media/training/wrong.ts', `document.body.insertAdjacentHTML('beforeend', 'a');`],
  [
    'no-restricted-syntax',
    'media/training/wrong.tsx',
    `export const a = <p dangerouslySetInnerHTML={{ __html: 'a' }} />;`,
  ],
  [
    'no-restricted-syntax',
    'server/src/engine/wrong.ts',
    `import { spawn } from 'node:child_process'; spawn('a', [], { shell: true });`,
  ],
  [
    'no-restricted-syntax',
    'server/src/engine/wrong.ts',
    `import { createServer } from 'node:net'; createServer().listen(8080);`,
  ],
  // What a person reads goes through l10n.t
  [
    'no-restricted-syntax',
    'client/src/views/wrong.ts',
    `import { window } from 'vscode'; void window.showErrorMessage('There is no run.');`,
  ],
  [
    'no-restricted-syntax',
    'client/src/views/wrong.ts',
    'export const title = (name: string): string => `Training of ${name}`;',
  ],
];

describe('the lint rules', () => {
  test.each(borders)('hold the border: %s: %s', async (path, text) => {
    expect(await rulesBroken(path, text)).toContain('shapewright/borders');
  });

  test.each(inBounds)('let through %s: %s', async (path, text) => {
    expect(await rulesBroken(path, text)).toEqual([]);
  });

  test.each(dangers)('%s fires in %s: %s', async (rule, path, text) => {
    expect(await rulesBroken(path, text)).toContain(rule);
  });
});
