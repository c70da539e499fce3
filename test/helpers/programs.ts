import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export { seededRandom } from './seededRandom';

const folder = join(import.meta.dirname, '../fixtures/programs');

/** Programs in the language, by file name. */
export const programs: readonly { readonly name: string; readonly text: string }[] = readdirSync(folder)
  .filter((name) => name.endsWith('.nn'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
