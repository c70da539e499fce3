import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The campaigns of the language: the tests of every day that take their seeds from `campaign`, in full. */
const campaigns = [
  'test/unit/syntax/parser.test.ts',
  'test/unit/syntax/printer.test.ts',
  'test/unit/syntax/reparse.test.ts',
  'test/unit/incremental/documentAnalyzer.test.ts',
  'test/unit/model/randomPrograms.test.ts',
  'test/lsp/edits.test.ts',
  'test/lsp/prefixes.test.ts',
];

/**
 * `npm run soak -- language [--seed N] [FILTER …]`: parser fuzz, edits and undo against fresh analyses and
 * servers, every request at every token and prefix, the formatter on made-up programs. Gives 1 when one fails.
 */
export async function soak(argv: readonly string[]): Promise<number> {
  const at = argv.indexOf('--seed');
  const seed = at < 0 ? '1' : (argv[at + 1] ?? '1');
  const filters = argv.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  const files = campaigns.filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
  const root = process.cwd();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const projects = ['--project', 'unit', '--project', 'protocol'];
  // Each test's title says how much of its campaign it did.
  const child = spawn(process.execPath, [vitest, 'run', '--reporter=verbose', ...projects, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SHAPEWRIGHT_SOAK: '1', SHAPEWRIGHT_SOAK_SEED: seed },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? 0 : 1));
  });
}
