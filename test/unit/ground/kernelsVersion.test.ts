import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { kernelsVersion } from '../../../server/src/engine/native/provision/versions';

const sources = join(import.meta.dirname, '../../../server/src/engine/native/kernels');

it('names the kernels after their sources, so that an installation never runs those of an older version', () => {
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) hash.update(`${name}\n`).update(readFileSync(join(sources, name)));
  expect(kernelsVersion).toBe(hash.digest('hex').slice(0, 8));
});
