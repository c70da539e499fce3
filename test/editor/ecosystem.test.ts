import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchEditor, type LaunchedEditor } from './driver/launchEditor';

/** What the extension adds to the editor's own views. */
describe('the extension among the views of the editor', () => {
  let editor: LaunchedEditor;

  beforeAll(async () => {
    editor = await launchEditor();
    const file = join(editor.workspace, 'mnist.nn');
    await writeFile(file, (await readFile(file, 'utf8')).replace('assert output == 10', 'assert output == 11'));
    await editor.window.openFile('mnist.nn');
    await editor.window.codeLens('Train').first().waitFor();
  });

  afterAll(() => editor.close());

  test('shows the assertions in the test explorer, one that holds and one that does not', async () => {
    onTestFailed(() => editor.window.screenshot('tests-failed'));
    await editor.window.runCommand('Test: Run Tests in Current File');
    await editor.window.runCommand('Test: Focus on Test Explorer View');
    const states = () => editor.window.testStates();
    await expect.poll(states, { timeout: 60_000 }).toContainEqual(expect.stringMatching(/output == 11.*Failed/));
    await editor.window.runCommand('Test: Show Output');
    await editor.window.screenshot('tests');
  });

  test('opens a sample that comes with it', async () => {
    onTestFailed(() => editor.window.screenshot('sample-failed'));
    await editor.window.runCommand('Shapewright: Open Sample…');
    await editor.window.choose('series.nn');
    await editor.window.text('kernel spencer').first().waitFor();
    // The data that the sample reads came with it: the length of its series is known.
    await expect
      .poll(() => editor.window.lines(), { timeout: 60_000 })
      .toContainEqual(expect.stringMatching(/input co2.*\d{4}x1/));
    await editor.window.screenshot('sample');
  });

  test('offers to check all models as a task', async () => {
    onTestFailed(() => editor.window.screenshot('task-failed'));
    await editor.window.runCommand('Tasks: Run Task');
    await editor.window.choose('shapewright');
    await editor.window.choose('check all models');
    await expect.poll(() => editor.window.terminalText(), { timeout: 60_000 }).toMatch(/nn\/assert/);
    await editor.window.screenshot('task');
  });
});
