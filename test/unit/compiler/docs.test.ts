import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operations } from '../../../server/src/compiler/operations/registry';

test('docs/program.md lists every operation of the registry and no other', () => {
  const page = readFileSync(new URL('../../../docs/program.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| operation') && !line.startsWith('| ---'));
  const listed = rows.flatMap(
    (row) =>
      row
        .split('|')[1]
        ?.split(',')
        .map((name) => name.trim()) ?? [],
  );
  expect(listed.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});
