import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkCommand } from '../../../server/src/cli/check';
import { recordOutput } from '../../helpers/recordedOutput';

const root = join(import.meta.dirname, '../../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const manifest = z
  .object({
    capabilities: z.object({ untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }) }),
    contributes: z.object({
      commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
      menus: z.object({ commandPalette: z.array(z.object({ command: z.string(), when: z.string() })) }),
      configuration: z.object({
        properties: z.record(
          z.string(),
          z.object({ default: z.unknown(), scope: z.string(), markdownDescription: z.string() }),
        ),
      }),
      languageModelTools: z.array(z.object({ name: z.string() })),
      taskDefinitions: z.array(z.object({ type: z.string() })),
      problemMatchers: z.array(z.object({ name: z.string(), pattern: z.array(z.object({ regexp: z.string() })) })),
    }),
  })
  .parse(JSON.parse(read('package.json')));
const strings = z.record(z.string(), z.string()).parse(JSON.parse(read('package.nls.json')));
const { commands, menus, configuration } = manifest.contributes;

const sources = ['client/src', 'server/src/lsp', 'server/src/language/features']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts'))
  .map(read)
  .join('\n');

describe('the manifest', () => {
  test('takes every string from package.nls.json, and all of them are used', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
    expect(new Set(used)).toEqual(new Set(Object.keys(strings)));
  });

  test('has one category for all commands', () => {
    expect(new Set(commands.map(({ category }) => category))).toEqual(new Set(['%category%']));
  });

  test.each(commands.map(({ command }) => command))('hides %s where it cannot work', (command) => {
    expect(menus.commandPalette.filter((entry) => entry.command === command && entry.when !== '')).toHaveLength(1);
  });

  test.each(commands.map(({ command }) => command))('has %s registered by the extension', (command) => {
    expect(sources).toContain(`'${command}'`);
  });

  test.each(Object.entries(configuration.properties))(
    'describes the setting %s and gives it a default',
    (_, setting) => {
      expect(setting).toHaveProperty('default');
      expect(strings[setting.markdownDescription.replaceAll('%', '')]).toMatch(/\.$/);
    },
  );

  test.each(Object.keys(configuration.properties))('has a reader of the setting %s', (name) => {
    // vscode-languageclient reads `<client>.trace.server` itself.
    const readers = name === 'shapewright.trace.server' ? 'trace.server' : sources;
    expect(readers).toContain(name.slice(name.lastIndexOf('.') + 1));
  });

  test.each(manifest.contributes.languageModelTools.map(({ name }) => name))('has the tool %s registered', (name) => {
    expect(sources).toContain(`'${name}'`);
  });

  test('reads what the command line says of problems back from a terminal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shapewright-'));
    const file = join(folder, 'a.nn');
    writeFileSync(
      file,
      'model A {\n  input 8x8x1 -> Conv2D(4, 3) -> BatchNormalization\n}\n\nmodel B {\n  input 8x8x1 -> Conv2D(4, 9)\n}\n',
    );
    const { text: told, ...output } = recordOutput();
    await checkCommand.run([file], output);
    rmSync(folder, { recursive: true });
    const regexp = new RegExp(manifest.contributes.problemMatchers[0]?.pattern[0]?.regexp ?? '$^', 'gm');
    expect([...told.out.matchAll(regexp)].map((match) => match.slice(2, 6))).toEqual([
      ['2', '18', 'info', 'nn/bias-before-norm'],
      ['6', '28', 'error', 'nn/shape'],
    ]);
  });

  test('has one walkthrough, whose buttons run commands of its own on samples that are there', () => {
    const links = [...read('package.nls.json').matchAll(/\(command:([\w.]+)(?:\?%22([\w.]+)%22)?\)/g)];
    expect(links.length).toBeGreaterThan(4);
    for (const [, command, sample] of links) {
      expect(commands.map((each) => each.command)).toContain(command);
      if (sample !== undefined) expect(readdirSync(join(root, 'samples'))).toContain(sample);
    }
  });

  test('restricts what can name programs, folders and addresses in untrusted workspaces', () => {
    const machine = Object.entries(configuration.properties).filter(([, { scope }]) => scope.startsWith('machine'));
    expect(new Set(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)).toEqual(
      new Set(machine.map(([name]) => name)),
    );
  });
});
