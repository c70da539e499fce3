import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

test('l10n/bundle.l10n.json holds the sentences of client/ and of the panels, as npm run strings would write them', async () => {
  // A bundle that is out of date makes the script fail, with what to do.
  await promisify(execFile)(process.execPath, ['scripts/strings.mjs', '--check'], { cwd: root });
  const strings = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;
  expect(Object.keys(strings)).toContain('The workspace is not trusted');
  expect(Object.keys(strings)).toContain('Stop and keep what was learned');
  expect(Object.values(strings)).toEqual(Object.keys(strings));
});
