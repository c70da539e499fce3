import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { launchEditor, type LaunchedEditor } from './driver/launchEditor';

const execute = promisify(execFile);

describe('the language server', () => {
  let editor: LaunchedEditor;

  beforeAll(async () => {
    editor = await launchEditor();
    await editor.window.openFile('mnist.nn');
    await editor.window.codeLens('Train').first().waitFor();
  });

  afterAll(() => editor.close());

  test('comes back when it is killed', async () => {
    onTestFailed(() => editor.window.screenshot('server-killed-failed'));
    const before = await serverPids();
    const newest = before.at(-1);
    if (newest === undefined) throw new Error('no language server runs');
    process.kill(newest, 'SIGKILL');
    await expect.poll(async () => (await serverPids()).filter((pid) => !before.includes(pid)).length).toBe(1);
    await editor.window.goTo(1, 1);
    await editor.window.overtype(0, 'model {\n');
    await editor.window.errors.first().waitFor();
  });
});

/** The language servers of this suite's extension, newest last. */
async function serverPids(): Promise<readonly number[]> {
  const { stdout } = await execute('ps', ['-eo', 'pid=,args=']);
  const program = `${inject('artifacts')}/extensions/`;
  return stdout
    .split('\n')
    .filter((line) => line.includes(program) && line.includes('/dist/server.js'))
    .map((line) => Number.parseInt(line, 10))
    .sort((a, b) => a - b);
}
