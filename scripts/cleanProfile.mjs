/**
 * What a person without a network meets who has only the universal VSIX: a new profile of code-server, an empty cache,
 * no folder open. The walkthrough opens the digits sample, which is checked, drawn and trained to its end on the digits
 * that came with it, by WebAssembly. Pictures go to .artifacts/cleanProfile/. `npm run soak -- cleanprofile` runs it in
 * a network of its own.
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packedExtension } from './extension/packedExtension.mjs';
import { startCodeServer } from './extension/codeServer.mjs';
import { unpackExtension } from './extension/unpackExtension.mjs';
import { setUpChromium } from './setup/chromium.mjs';
import { setUpCodeServer } from './setup/codeServer.mjs';
import { findProgram } from './setup/findProgram.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';

const pictures = join(root, '.artifacts/cleanProfile');
/** Where nothing listens. */
const nowhere = 'http://127.0.0.1:9';
/** Milliseconds for five epochs on a busy machine, and for everything else. */
const trainingPatience = 600_000;
const patience = 90_000;

// A network of one's own begins with its loopback switched off.
const ip = findProgram('ip');
if (Object.keys(networkInterfaces()).length === 0 && ip !== undefined) await run([ip, 'link', 'set', 'lo', 'up']);
const devices = Object.keys(networkInterfaces());
console.log(
  `clean profile: network devices: ${devices.join(', ')}${devices.length > 1 ? '; cut by proxies alone' : ''}`,
);

const [command, executablePath] = await Promise.all([setUpCodeServer(), setUpChromium()]);
const { chromium } = await import('playwright-core');
const machine = await mkdtemp(join(tmpdir(), 'shapewright-profile-'));
const cache = join(machine, 'cache');
const extensions = join(machine, 'extensions');
await rm(pictures, { recursive: true, force: true });
await Promise.all([pictures, cache].map((folder) => mkdir(folder, { recursive: true })));
await unpackExtension(await packedExtension(), extensions);
const server = await startCodeServer({
  command,
  userData: join(machine, 'user-data'),
  extensions,
  settings: {},
  machineSettings: {},
  env: {
    HOME: machine,
    XDG_CACHE_HOME: join(machine, 'xdg'),
    SHAPEWRIGHT_CACHE: cache,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: '127.0.0.1',
  },
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 960 } });
page.setDefaultTimeout(patience);
try {
  await page.goto(`${server.address}/?ew=true`);
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
  await openByWalkthrough();
  await checkIt();
  await drawIt();
  await trainIt();
  await nothingWasInstalled();
  console.log(`clean profile: well; pictures in ${pictures}`);
} catch (error) {
  process.exitCode = 1;
  await picture('failed');
  console.error('clean profile: WRONG', error);
} finally {
  await browser.close();
  await server.stop();
  await rm(machine, { recursive: true, force: true });
}

async function openByWalkthrough() {
  await runCommand('Welcome: Open Walkthrough...');
  await quickRow('Design a Neural Network').click();
  const open = page.locator('.getting-started-step.expanded').getByText('Open the Digits Model');
  await open.waitFor();
  await picture('1-walkthrough');
  await open.click();
  await page.locator('.tab.active[data-resource-name="mnist.nn"]').waitFor();
}

/** Shapes at the ends of the lines, no error, and one while a layer does not fit. */
async function checkIt() {
  await line('Conv2D(32')
    .filter({ hasText: /26x26x32\s+320/ })
    .waitFor();
  await page.locator('.codelens-decoration', { hasText: '93,322 parameters' }).waitFor();
  await expectCount('errors', page.locator('.monaco-editor .squiggly-error'), 0);
  await picture('2-shapes');
  await line('Conv2D(64, 3').first().locator('span', { hasText: /^3$/ }).last().dblclick();
  await page.keyboard.type('33');
  await page.keyboard.press('Escape');
  await page.locator('.monaco-editor .squiggly-error').first().waitFor();
  await picture('3-error');
  while ((await line('33, activation').count()) > 0) await page.keyboard.press('ControlOrMeta+Z');
  await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
}

async function drawIt() {
  await lens('Graph');
  await webview().locator('svg text', { hasText: '26x26x32' }).first().waitFor();
  await picture('4-graph');
}

/** To its end: on the 6,000 + 1,000 digits of the extension, by the engine that needs no installation. */
async function trainIt() {
  await page.locator('.tab[data-resource-name="mnist.nn"]').click();
  await lens('Train');
  const progress = webview().locator('.progress-text');
  await progress.filter({ hasText: /^epoch [2-5] of 5/ }).waitFor({ timeout: trainingPatience });
  await picture('5-training');
  await progress.filter({ hasText: 'completed' }).waitFor({ timeout: trainingPatience });
  await picture('6-trained');
  const text = await webview().locator('main').innerText();
  for (const fact of [/6,000 training/, /1,000 examples/, /wasm/])
    if (!fact.test(text)) throw new Error(`the panel does not say ${fact}:\n${text}`);
  const result = await webview().locator('.result').innerText();
  const accuracy = Number(/accuracy\s*(0\.\d+|1)/i.exec(result)?.[1]);
  if (!(accuracy > 0.95)) throw new Error(`a test accuracy of ${accuracy}`);
  console.log(`clean profile: test accuracy ${accuracy}`);
}

async function nothingWasInstalled() {
  const found = await readdir(cache, { recursive: true });
  const engines = found.filter((name) => /native|tensorflow|\.node$/.test(name));
  if (engines.length > 0) throw new Error(`an engine in the cache: ${engines.join(', ')}`);
  console.log(`clean profile: in the cache: ${found.join(', ') || 'nothing'}`);
}

async function runCommand(title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input.input').fill(`>${title}`);
  await quickRow(title).click();
}

function quickRow(text) {
  return page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
}

function line(text) {
  return page.locator('.monaco-editor .view-line', { hasText: text });
}

function lens(text) {
  return page.locator('.codelens-decoration a', { hasText: text }).first().click();
}

function webview() {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

async function expectCount(what, locator, wanted) {
  const found = await locator.count();
  if (found !== wanted) throw new Error(`${found} ${what}, not ${wanted}`);
}

function picture(name) {
  return page.screenshot({ path: join(pictures, `${name}.png`) });
}
