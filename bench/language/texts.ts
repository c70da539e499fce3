import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomProgram } from '../../test/helpers/randomProgram';
import { seededRandom } from '../../test/helpers/seededRandom';

/** The programs of the fixtures one after the other, each with names of its own, until there are enough lines. */
export function joinedPrograms(root: string, lines: number): string {
  const folder = join(root, 'test/fixtures/programs');
  const programs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const parts: string[] = [];
  let count = 0;
  for (let turn = 0; count < lines; turn++) {
    const program = programs[turn % programs.length];
    if (program === undefined) break;
    const names = [...program.matchAll(/^(?:model|block|data|kernel) (\w+)/gm)].map(([, name]) => name ?? '');
    const text = names
      .reduce((renamed, name) => renamed.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}_${turn}`), program)
      .replace(/^import .*$/gm, '');
    parts.push(text);
    count += text.split('\n').length;
  }
  return parts.join('\n');
}

/** Twenty models of all kinds of layers in about a thousand lines. */
export function twentyModels(): string {
  const random = seededRandom(20);
  let steps = 8;
  let text = '';
  for (; text.split('\n').length < 1_000 && steps < 200; steps += 4)
    text = randomProgram(random, { models: 20, steps });
  return text;
}
