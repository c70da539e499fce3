/** The command line as a process of its own: what a shell and a workflow see of it. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleCommandLine, type CommandLine } from '../../helpers/commandLine';

const root = join(import.meta.dirname, '../../..');
const wrong = 'model Odd {\n  input 8x8x3 -> Conv2D(4, 3)\n    -> Dens(10)\n}\n';
let shapewright: CommandLine;
let sample = '';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapewright-cli-'));
  shapewright = await bundleCommandLine('commandLine');
  sample = await readFile(join(root, 'samples/mnist.nn'), 'utf8');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('check, format, summary and graph read the standard input', async () => {
  const input = wrong;
  const found = await shapewright(['check', '-'], { input });
  expect(found.status).toBe(1);
  expect(found.out).toMatch(/^<stdin>:3:8 error nn\/[a-z-]+: .*Dens/);
  const formatted = await shapewright(['format', '-'], { input: 'model A{input 3->Dense(2)}' });
  expect(formatted).toEqual({ status: 0, out: 'model A {\n  input 3 -> Dense(2)\n}\n', err: '' });
  expect((await shapewright(['format', '-', '--check'], { input: 'model A{input 3->Dense(2)}' })).status).toBe(1);
  const summary = await shapewright(['summary', '-', '--json'], { input: sample });
  expect(JSON.parse(summary.out)).toMatchObject({ models: [{ totals: { params: 93_322 } }] });
  expect((await shapewright(['graph', '-', '--svg', '-'], { input: sample })).out).toMatch(/^<svg /);
});

test('import reads code from the standard input, and tells in JSON what is no model', async () => {
  const input = 'import keras\nm = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)], name="small")\n';
  const { status, out, err } = await shapewright(['import', '-'], { input });
  expect([status, err]).toEqual([0, '']);
  expect(out).toBe('# Imported from the standard input\n\nmodel Small {\n  input 4 -> Dense(2)\n}\n');
  const wrongInput = await shapewright(['import', '-', '--json'], { input: 'print("hello")\n' });
  expect([wrongInput.status, wrongInput.err]).toEqual([1, '']);
  expect(JSON.parse(wrongInput.out)).toMatchObject({ error: { code: 'import/model' } });
});

test('limits are errors at the model, and hold up to the very number', async () => {
  const check = (...argv: readonly string[]) => shapewright(['check', 'samples/mnist.nn', ...argv]);
  expect((await check('--max-params', '93322')).status).toBe(0);
  const { status, out } = await check('--max-params', '93.3k', '--max-macs', '1M', '--max-memory', '2KiB');
  expect(status).toBe(1);
  expect(out.split('\n').filter((line) => line.startsWith('samples'))).toEqual([
    'samples/mnist.nn:4:7 error check/params: Digits has 93,322 parameters, at most 93,300 may be',
    expect.stringMatching(/^samples\/mnist\.nn:4:7 error check\/macs: Digits takes [\d,]+ multiply-accumulates, /),
    expect.stringMatching(/^samples\/mnist\.nn:4:7 error check\/memory: Digits takes [\d,]+ bytes a step of \d+, /),
  ]);
  const open = 'model Open {\n  input ?x?x3 -> Conv2D(4, 3)\n}\n';
  const unknown = await shapewright(['check', '-', '--max-params', '1G', '--max-macs', '1G'], { input: open });
  expect(unknown.out).toContain('error check/macs: the number of multiply-accumulates of Open is not known');
  expect(unknown.out).not.toContain('check/params');
  expect(await check('--max-params', '5 apples')).toMatchObject({ status: 2, out: '' });
});

test('annotations for GitHub are escaped, and their paths are relative to the checkout', async () => {
  await mkdir(join(folder, 'nets'), { recursive: true });
  await writeFile(join(folder, 'nets', 'a,b: 100%.nn'), wrong);
  const { status, out } = await shapewright(['check', '--format', 'github', 'a,b: 100%.nn'], {
    cwd: join(folder, 'nets'),
    env: { GITHUB_WORKSPACE: folder },
  });
  expect(status).toBe(1);
  expect(out).toMatch(
    /^::error file=nets\/a%2Cb%3A 100%25\.nn,line=3,endLine=3,col=8,endColumn=12,title=nn\/[a-z-]+::[^\n]+\n1 file, 1 error\n$/,
  );
  expect(out).toMatch(/Dens[^\n]*%0Afix: /);
  const none = await shapewright(['check', '--format', 'github', '--json', 'samples/mnist.nn']);
  expect(none.status).toBe(2);
  expect(JSON.parse(none.out)).toMatchObject({ error: { code: 'cli/usage' } });
});

test('a file that cannot be read or written is told with its reason, and not as a failure of the engine', async () => {
  const absent = await shapewright(['summary', 'absent.nn', '--json']);
  expect(absent.status).toBe(1);
  expect(JSON.parse(absent.out)).toMatchObject({
    error: { code: 'cli/failed', cause: 'absent.nn cannot be read: there is no such file' },
  });
  const nowhere = await shapewright(['graph', 'samples/mnist.nn', '--svg', 'absent/graph.svg']);
  expect(nowhere.status).toBe(1);
  expect(nowhere.err).toBe('absent/graph.svg cannot be written: its folder does not exist\n');
});

interface Matcher {
  readonly severity?: string;
  readonly pattern: readonly { readonly regexp: string; readonly [group: string]: string | number }[];
}

test('the problem matcher reads every diagnostic of the text, and nothing else', async () => {
  const { problemMatcher } = JSON.parse(readFileSync(join(root, 'problem-matcher.json'), 'utf8')) as {
    readonly problemMatcher: readonly Matcher[];
  };
  await writeFile(join(folder, 'odd.nn'), `${wrong}model Unused {\n  input 3 -> x\n  x -> Dense(2)\n}\n`);
  const argv = ['check', 'odd.nn', '--max-params', '1'];
  const { out } = await shapewright(argv, { cwd: folder });
  const { files } = JSON.parse((await shapewright([...argv, '--json'], { cwd: folder })).out) as {
    readonly files: readonly {
      readonly diagnostics: readonly {
        readonly code: string;
        readonly severity: string;
        readonly message: string;
        readonly range: { readonly start: { readonly line: number; readonly character: number } };
      }[];
    }[];
  };
  const read = out.split('\n').flatMap((line) =>
    problemMatcher.flatMap(({ severity = '', pattern: [pattern] }) => {
      const groups = pattern && new RegExp(pattern.regexp).exec(line);
      const part = (name: string): string => groups?.[Number(pattern?.[name])] ?? '';
      if (!groups) return [];
      return [
        [part('file'), part('line'), part('column'), part('severity') || severity, part('code'), part('message')],
      ];
    }),
  );
  expect(read.length).toBeGreaterThan(1);
  expect(read).toEqual(
    files.flatMap(({ diagnostics }) =>
      diagnostics.map(({ code, severity, message, range: { start } }) => [
        'odd.nn',
        String(start.line + 1),
        String(start.character + 1),
        severity === 'info' ? 'notice' : severity,
        code,
        message,
      ]),
    ),
  );
});

test('colours are for terminals, or for those who ask', async () => {
  const check = (env: { readonly [name: string]: string }) => shapewright(['check', '-'], { input: wrong, env });
  expect((await check({})).out).not.toContain('\u001b');
  expect((await check({ FORCE_COLOR: '1', NO_COLOR: '1' })).out).toContain('\u001b[31merror\u001b[39m');
  expect((await check({ FORCE_COLOR: '0' })).out).not.toContain('\u001b');
});
