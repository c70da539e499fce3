/**
 * `npm test`: installs what is missing, builds, checks, and runs every suite. Independent work runs side by
 * side, each with its output in one piece. The last line sums the suites up: `N passed, N failed`.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setUpChromium } from './setup/chromium.mjs';
import { setUpCodeServer } from './setup/codeServer.mjs';
import { setUpNativeEngine } from './setup/nativeEngine.mjs';
import { setUpNodeModules } from './setup/nodeModules.mjs';
import { setUpRay } from './setup/ray.mjs';
import { root } from './setup/root.mjs';
import { npm, run } from './setup/run.mjs';
import { packageExtension } from './extension/packageExtension.mjs';

const results = join(root, '.artifacts/test');

/** @returns {Promise<boolean>} whether it went well */
async function part(name, work) {
  const start = Date.now();
  console.log(`test: ${name} …`);
  try {
    const output = await work();
    console.log(`${indent(output)}test: ${name}: ok, ${seconds(start)} s`);
    return true;
  } catch (error) {
    console.log(`${indent(error.message)}test: ${name}: FAILED, ${seconds(start)} s`);
    return false;
  }
}

const seconds = (start) => Math.round((Date.now() - start) / 1000);
const indent = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('');

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const reportOf = (name) => join(results, `${name}.json`);

const script = (name) => part(name, () => run(npm('run', '--silent', name), { cwd: root }));
const suite = (name, env) =>
  part(`suite ${name}`, () =>
    run(
      [
        process.execPath,
        vitest,
        'run',
        '--project',
        name,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportOf(name)}`,
      ],
      { cwd: root, env },
    ),
  );

/** One after the other. */
async function inOrder(...works) {
  const went = [];
  for (const work of works) went.push(await work());
  return went.every(Boolean);
}

/** A suite that could not even report counts as one failure, so that it cannot go unnoticed. */
async function countsOf(name) {
  try {
    const { numPassedTests, numFailedTests, success } = JSON.parse(await readFile(reportOf(name), 'utf8'));
    const failed = Math.max(numFailedTests, success && numPassedTests > 0 ? 0 : 1);
    return { passed: numPassedTests, failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });

await setUpNodeModules();
await run([process.execPath, 'scripts/build.mjs', '--production'], { cwd: root, show: true });
const [browser] = await Promise.all([setUpChromium(), setUpCodeServer(), setUpNativeEngine(), setUpRay()]);
// For every suite that installs it.
process.env.SHAPEWRIGHT_VSIX = (await packageExtension()).path;

const suites = ['unit', 'protocol', 'oracle', 'engine', 'panels', 'editor'];
const went = await Promise.all([
  inOrder(
    () => script('types'),
    () => script('lint'),
    () => script('format:check'),
    () => script('audit'),
    () => suite('unit'),
    () => suite('protocol'),
    () => suite('oracle'),
    () => suite('panels', { CHROME_PATH: browser }),
  ),
  inOrder(
    () => suite('engine'),
    () => suite('editor', { CHROME_PATH: browser }),
  ),
]);

const counts = await Promise.all(suites.map(countsOf));
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
if (went.includes(false)) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
