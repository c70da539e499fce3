import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchEditor, type LaunchedEditor } from './driver/launchEditor';

const patience = { timeout: 60_000, interval: 250 };

describe('data that cannot be read', () => {
  let editor: LaunchedEditor;

  beforeAll(async () => {
    editor = await launchEditor();
  });

  afterAll(() => editor.close());

  /** Trains a sample and gives what its panel says in place of curves. */
  async function failureOf(file: string): Promise<string> {
    await editor.window.openFile(file);
    await editor.window.codeLens('Train').first().click();
    const failure = editor.window.webview.getByRole('region', { name: 'The training failed' });
    await failure.waitFor({ timeout: patience.timeout });
    await editor.window.screenshot(`failed-${file}`);
    return failure.innerText();
  }

  test('a file of another kind is told with its place, cause and next step', async () => {
    onTestFailed(() => editor.window.screenshot('magic-failed'));
    const text = await failureOf('fashion.nn');
    expect(text).toMatch(/train-images-idx3-ubyte.*wrong magic number at offset 0/);
    expect(text.split('\n').filter((line) => line.trim() !== '').length).toBeGreaterThan(2);
  });

  test('a missing file is told with its folder and what to do, and the next training starts', async () => {
    onTestFailed(() => editor.window.screenshot('missing-failed'));
    await editor.window.runCommand('View: Close All Editors');
    expect(await failureOf('cifar10.nn')).toMatch(/is missing in [^]*Put the file there/);

    await editor.window.runCommand('View: Close All Editors');
    await editor.window.openFile('mnist.nn');
    await editor.window.codeLens('Train').first().click();
    const progress = editor.window.webview.locator('.progress-text');
    await expect.poll(() => progress.textContent(), patience).toMatch(/^epoch 1 of 5/);
    await editor.window.webview.getByRole('button', { name: 'Stop and keep what was learned' }).click();
    await expect.poll(() => progress.textContent(), patience).toMatch(/stopped/i);
  });
});
