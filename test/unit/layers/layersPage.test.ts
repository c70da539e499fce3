import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { layersPage } from '../../../server/src/language/layers/layersPage';

it('docs/layers.md is what scripts/layersPage.mjs would write', () => {
  expect(readFileSync(join(import.meta.dirname, '../../../docs/layers.md'), 'utf8')).toBe(layersPage());
});
