import { readdir, readFile, writeFile } from 'node:fs/promises';
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
    await editor.window.runCommand('Test Results: Focus on Test Results View');
    await editor.window.resultRow(/^params < 100k *Digits/).waitFor();
    await editor.window.resultRow(/^output == 11 *10 != 11/).waitFor();
    await editor.window.screenshot('tests');
  });

  test('shows the images and the classes of data from the lens above their declaration', async () => {
    onTestFailed(() => editor.window.screenshot('data-failed'));
    await editor.window
      .codeLens(/^Data$/)
      .first()
      .click();
    const { webview } = editor.window;
    await webview.getByText('0–24 of 60,000').waitFor();
    // The balance of the classes is counted over the whole training part.
    await webview.getByText('5,923').first().waitFor();
    await editor.window.screenshot('data');
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

  test('imports the Keras code of a file as a file beside it, and says what it cannot bring over', async () => {
    onTestFailed(() => editor.window.screenshot('import-failed'));
    const code =
      'import keras\nmodel = keras.Sequential([keras.layers.Input((6,)), keras.layers.LSTM(3)], name="odd")\n';
    await writeFile(join(editor.workspace, 'odd.py'), code);
    await editor.window.openFile('odd.py');
    await editor.window.runCommand('Shapewright: Import Keras Model…');
    await editor.window.choose('This File');
    await editor.window.acceptFile();
    await editor.window.text('model Odd {').first().waitFor();
    await editor.window.notice(/LSTM is not in the language/).waitFor();
    expect(await readFile(join(editor.workspace, 'odd.nn'), 'utf8')).toContain(
      '#   the layer LSTM is not in the language: odd.py, line 2',
    );
    await editor.window.screenshot('import');
  });

  test('says which layer stands in the way of an export, and writes nothing', async () => {
    onTestFailed(() => editor.window.screenshot('export-failed'));
    const text = 'model Grouped {\n  input 8x8x4 -> GroupNormalization(2) -> Flatten -> Dense(2)\n}\n';
    await writeFile(join(editor.workspace, 'grouped.nn'), text);
    await editor.window.openFile('grouped.nn');
    await editor.window.runCommand('Shapewright: Export Model…');
    await editor.window.choose('TensorFlow.js');
    await editor.window.acceptFile();
    await editor.window.notice(/grouped\.nn:2: GroupNormalization .*cannot be exported to tfjs/).waitFor();
    expect(await readdir(editor.workspace)).not.toContain('Grouped');
    await editor.window.screenshot('export');
  });

  test('offers to check all models as a task', async () => {
    onTestFailed(() => editor.window.screenshot('task-failed'));
    await editor.window.runCommand('Tasks: Run Task');
    await editor.window.choose('shapewright');
    await editor.window.choose('check all models');
    await editor.window.terminalTab('check all models').waitFor();
    // What the open file is told by the language server is not told twice; the others are closed.
    await editor.window.runCommand('Problems: Focus on Problems View');
    await expect
      .poll(() => editor.window.problemRows(), { timeout: 60_000 })
      .toContainEqual(expect.stringContaining('leaves out the last 1 of 7 rows'));
    await editor.window.screenshot('task');
  });
});
