import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkCommand } from '../../../server/src/cli/check';
import { recordOutput } from '../../helpers/recordedOutput';

/** The first sample with one text in place of another, as a file of its own. */
async function changedSample(from: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-check-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'changed.nn');
  const sample = await readFile('samples/mnist.nn', 'utf8');
  expect(sample).toContain(from);
  await writeFile(file, sample.replace(from, to));
  return file;
}

test('a sound file gives no diagnostic and status 0', async () => {
  const output = recordOutput();
  expect(await checkCommand.run(['samples/mnist.nn', '--json'], output)).toBe(0);
  expect(JSON.parse(output.text.out)).toEqual({ files: [{ file: 'samples/mnist.nn', diagnostics: [] }] });
});

test('every sample is sound and its assertions hold; those to choose from begin with what they show', async () => {
  const names = await readdir('samples', { recursive: true });
  const files = names.filter((name) => name.endsWith('.nn')).map((name) => join('samples', name));
  expect(files.length).toBeGreaterThan(15);
  const output = recordOutput();
  expect(await checkCommand.run([...files, '--json'], output)).toBe(0);
  const offered = files.filter((file) => dirname(file) === 'samples');
  for (const file of offered) expect(await readFile(file, 'utf8'), file).toMatch(/^# \S/);
});

test('a layer that does not fit is the one error: what is counted over it is unknown, not wrong', async () => {
  const file = await changedSample('Dense(10', 'Conv2D(10, 9');
  const output = recordOutput();
  expect(await checkCommand.run([file, '--json'], output)).toBe(1);
  expect(JSON.parse(output.text.out)).toMatchObject({
    files: [
      {
        file,
        diagnostics: [
          {
            code: 'nn/rank',
            severity: 'error',
            message: expect.stringContaining('needs 3 axes'),
            range: { start: { line: 12, character: 7 }, end: { line: 12, character: 13 } },
            related: [expect.objectContaining({ message: expect.stringContaining('Dense(64') })],
            fixes: [],
          },
        ],
      },
    ],
  });
});

test('a syntax error leaves the rest analysed', async () => {
  const file = await changedSample('model Digits {', 'data = = (\nmodel Digits {');
  const output = recordOutput();
  await checkCommand.run([file, await changedSample('Dense(10', 'Dense(-1'), '--json'], output);
  const { files } = JSON.parse(output.text.out) as { files: readonly { diagnostics: readonly { code: string }[] }[] };
  expect(files.map(({ diagnostics }) => diagnostics.length > 0)).toEqual([true, true]);
  expect(files[0]?.diagnostics.every(({ code }) => code === 'nn/syntax')).toBe(true);
});

test('a file that is not there is told, status 1', async () => {
  const output = recordOutput();
  expect(await checkCommand.run(['missing.nn'], output)).toBe(1);
  expect(output.text.out).toContain('missing.nn cannot be read: there is no such file');
});
