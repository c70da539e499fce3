import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Command } from '../../../server/src/cli/command';
import { parseCommandLine } from '../../../server/src/cli/command/parseCommandLine';
import { commandsPage } from '../../../server/src/cli/commandsPage';
import { loadCommands, singleCommands } from '../../../server/src/cli/registry';

const root = join(import.meta.dirname, '../../..');
let commands: readonly Command[] = [];

beforeAll(async () => {
  commands = singleCommands(await loadCommands());
});

/** The command of a line's words, without redirections, and whether the rest is as its description wants it. */
function understand(line: string): string {
  const words = line.replace(/\s*[|<>)].*$/, '').split(/\s+/);
  const command = commands.find(({ name }) => `${words.join(' ')} `.startsWith(`${name} `));
  if (command === undefined) throw new Error(`no command: ${line}`);
  const rest = words.slice(command.name.split(' ').length);
  const { operands } = parseCommandLine(rest, command.options);
  const { least, most } = command.operands;
  if (operands.length < least || operands.length > most) throw new Error(`${operands.length} operands: ${line}`);
  return command.name;
}

test('docs/command-line.md is what scripts/commandsPage.mjs would write', async () => {
  expect(readFileSync(join(root, 'docs/command-line.md'), 'utf8')).toBe(commandsPage(await loadCommands()));
});

test('every command has examples that are command lines of its own', () => {
  for (const { name, examples } of commands) {
    const calls = examples.map((line) => /shapewright (.+)$/.exec(line)?.[1] ?? '');
    expect(calls.map(understand), name).toEqual(calls.map(() => name));
    expect(calls.length, name).toBeGreaterThan(0);
  }
});

test('the command lines of docs/ci.md and of the README are such', () => {
  const calls = (file: string, pattern: RegExp): readonly string[] =>
    [...readFileSync(join(root, file), 'utf8').matchAll(pattern)].map(([, call = '']) => understand(call));
  expect(calls('docs/ci.md', /dist\/cli\.js" (.+)$/gm)).toEqual(['check', 'format', 'check', 'evaluate']);
  expect(calls('README.md', /^npx shapewright ([^#\n]+?) *(?:#.*)?$/gm)).toContain('evaluate');
});
