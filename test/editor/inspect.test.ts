import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { launchEditor, type LaunchedEditor } from './driver/launchEditor';

const patience = { timeout: 60_000, interval: 250 };

describe('looking into a model in the editor', () => {
  let editor: LaunchedEditor;

  beforeAll(async () => {
    editor = await launchEditor();
    await copyFile(join(inject('samples'), 'windows.nn'), join(editor.workspace, 'look.nn'));
    await editor.window.openFile('look.nn');
  });

  afterAll(() => editor.close());

  test('the lens opens the panel, and the cursor in the text selects the layer', async () => {
    onTestFailed(() => editor.window.screenshot('inspect-cursor-failed'));
    await editor.window.codeLens('Inspect').first().click();
    const panel = editor.window.webview;
    await expect.poll(() => panel.locator('.layer').count(), patience).toBe(4);
    await editor.window.goTo(13, 34);
    const selected = panel.getByRole('option', { selected: true });
    await expect.poll(() => selected.textContent(), patience).toContain('max_pooling2d');
  });

  test('an invalid edit leaves the picture and marks it stale; undone, it is fresh again', async () => {
    onTestFailed(() => editor.window.screenshot('inspect-stale-failed'));
    const panel = editor.window.webview;
    // MaxPool2D(2, …) becomes MaxPool2D(0, …).
    await editor.window.goTo(13, 42);
    await editor.window.overtype(1, '0');
    await expect.poll(() => panel.locator('.stale').count(), patience).toBe(1);
    expect(await panel.locator('.layer').count()).toBe(4);
    await editor.window.screenshot('inspect-stale');
    await editor.window.undo();
    await expect.poll(() => panel.locator('.stale').count(), patience).toBe(0);
  });

  test('shows the arithmetic of a fixed kernel over the circle, without training', async () => {
    onTestFailed(() => editor.window.screenshot('inspect-failed'));
    const panel = editor.window.webview;
    await panel.locator('.layer', { hasText: 'conv2d' }).first().click();
    await panel.getByRole('tab', { name: 'arithmetic' }).click();
    await expect.poll(() => panel.locator('.formula').textContent(), patience).toBe('1·1 + 1·2 + 1·1 = 4.0000');
    await editor.window.screenshot('inspect');
  });

  test('shows the same after the panel was hidden', async () => {
    onTestFailed(() => editor.window.screenshot('inspect-hidden-failed'));
    await editor.window.codeLens('Graph').first().click();
    await expect.poll(() => editor.window.webview.locator('.node').count(), patience).toBeGreaterThan(0);
    await editor.window.codeLens('Inspect').first().click();
    const panel = editor.window.webview;
    await expect.poll(() => panel.locator('.formula').textContent(), patience).toBe('1·1 + 1·2 + 1·1 = 4.0000');
    expect(await panel.getByRole('option', { selected: true }).textContent()).toContain('conv2d');
  });

  test('draws small pictures of the layers at the ends of their lines while the setting wants it', async () => {
    onTestFailed(() => editor.window.screenshot('thumbnails-failed'));
    const wants = async (enabled: boolean): Promise<void> => {
      await mkdir(join(editor.workspace, '.vscode'), { recursive: true });
      const settings = JSON.stringify({ 'shapewright.thumbnails.enabled': enabled });
      await writeFile(join(editor.workspace, '.vscode/settings.json'), settings);
    };
    const pictures = () => editor.window.linePictures();
    expect(await pictures()).toEqual([]);
    await wants(true);
    await expect.poll(async () => (await pictures()).length).toBeGreaterThan(2);
    expect((await pictures()).every((content) => content.startsWith('url("data:image/svg+xml;base64,'))).toBe(true);
    await editor.window.screenshot('thumbnails');
    // MaxPool2D(2, …) becomes MaxPool2D(0, …): the last pictures stay, marked.
    const isStale = (content: string): boolean =>
      Buffer.from(/base64,([^"]+)/.exec(content)?.[1] ?? '', 'base64').includes('opacity="0.4"');
    await editor.window.goTo(13, 42);
    await editor.window.overtype(1, '0');
    await expect.poll(async () => (await pictures()).filter(isStale).length).toBeGreaterThan(2);
    await editor.window.undo();
    await expect.poll(async () => (await pictures()).some(isStale)).toBe(false);
    await wants(false);
    await expect.poll(pictures).toEqual([]);
  });

  test('takes an own image that is dropped with Shift held, as the link says, and leads back to the data', async () => {
    onTestFailed(() => editor.window.screenshot('inspect-drop-failed'));
    const panel = editor.window.webview;
    const file = join(editor.workspace, 'dropped.png');
    await writeFile(file, encode({ width: 8, height: 8, data: new Uint8Array(64).fill(200), channels: 1 }));
    const link = panel.getByRole('button', { name: 'own image…' });
    expect(await link.getAttribute('title')).toContain('dropped with Shift held');
    await editor.window.dropWithShift(file, panel.locator('.inspect'));
    await expect.poll(() => panel.locator('.own-name').textContent(), patience).toBe('dropped.png');
    await editor.window.screenshot('inspect-dropped');
    await panel.getByRole('button', { name: 'back to the data' }).click();
    await expect.poll(() => panel.locator('.own-name').count(), patience).toBe(0);
  });
});
