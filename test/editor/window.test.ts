import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchEditor, type LaunchedEditor } from './driver/launchEditor';

describe('the extension in a window', () => {
  let editor: LaunchedEditor;

  beforeAll(async () => {
    editor = await launchEditor();
    await editor.window.openFile('mnist.nn');
    await editor.window.codeLens('Train').first().waitFor();
  });

  afterAll(() => editor.close());

  test('shows the summary of a model beside its text, and follows the text', async () => {
    onTestFailed(() => editor.window.screenshot('summary-failed'));
    await editor.window.codeLens('Summary').first().click();
    const line = (text: string) => editor.window.text(text).first();
    await line('Total params: 93,322').waitFor();
    await editor.window.screenshot('summary');

    await editor.window.openFile('mnist.nn');
    const source = (await readFile(join(editor.workspace, 'mnist.nn'), 'utf8')).split('\n');
    const dense = source.findIndex((text) => text.includes('Dense(64'));
    await editor.window.goTo(dense + 1, (source[dense] ?? '').indexOf('64') + 1);
    await editor.window.overtype(2, '32');
    await line('Total params: 74,538').waitFor();
  });

  test('offers no lens whose command is not there', async () => {
    const titles = () => editor.window.codeLens(/./).allTextContents();
    await expect.poll(titles, { timeout: 60_000 }).toContain('▶ Train');
    await editor.window.screenshot('lenses');
  });

  test('is activated by opening a model, and VS Code tells in how many milliseconds', async () => {
    onTestFailed(() => editor.window.screenshot('activation-failed'));
    await editor.window.runCommand('Developer: Show Running Extensions');
    const text = await editor.window.runningExtension('Shapewright');
    await editor.window.screenshot('activation');
    const activation = /Activation: (\d+)ms/.exec(text)?.[1];
    expect(activation).toMatch(/^\d+$/);
    console.log(`activation: ${activation ?? ''} ms`);
  });
});
