import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { launchEditor, type LaunchedEditor } from './driver/launchEditor';

describe('samples/mnist.nn in the editor', () => {
  let editor: LaunchedEditor;
  let source: readonly string[];

  beforeAll(async () => {
    source = (await readFile(join(inject('samples'), 'mnist.nn'), 'utf8')).split('\n');
    editor = await launchEditor();
    await editor.window.openFile('mnist.nn');
  });

  afterAll(() => editor.close());

  /** What the editor has added to a line between its code and its comment. */
  async function hintOf(code: string): Promise<string> {
    const line = (await editor.window.lines()).find((text) => text.trimStart().startsWith(code));
    return (line ?? '').trimStart().slice(code.length).replace(/#.*/, '').trim();
  }

  test('shows shapes and parameters at the ends of the lines', async () => {
    onTestFailed(() => editor.window.screenshot('hints-failed'));
    await expect
      .poll(() => hintOf('-> Conv2D(32, 3, activation=relu)'), { timeout: 30_000 })
      .toMatch(/^26x26x32 +320$/);
    await expect.poll(() => hintOf('-> Dense(10, activation=softmax)'), { timeout: 30_000 }).toMatch(/^10 +650$/);
    await editor.window.screenshot('hints');
  });

  test('shows a diagnostic while a layer does not fit, and none after undo', async () => {
    onTestFailed(() => editor.window.screenshot('diagnostic-failed'));
    const line = source.findIndex((text) => text.includes('Dense(10')) + 1;
    const column = (source[line - 1] ?? '').indexOf('Dense(10') + 1;
    await expect.poll(() => editor.window.errors.count()).toBe(0);

    await editor.window.goTo(line, column);
    await editor.window.overtype('Dense(10'.length, 'Conv2D(10, 9');
    await editor.window.errors.first().waitFor();
    await editor.window.screenshot('diagnostic');

    await expect
      .poll(async () => {
        await editor.window.undo();
        return (await editor.window.lines()).some((text) => text.includes('Dense(10, activation=softmax)'));
      })
      .toBe(true);
    await expect.poll(() => editor.window.errors.count(), { timeout: 30_000 }).toBe(0);
    await editor.window.screenshot('diagnostic-undone');
  });
});
