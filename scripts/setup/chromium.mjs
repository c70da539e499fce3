import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { announce } from './announce.mjs';
import { cacheFolder } from './cacheFolder.mjs';
import { findProgram, isExecutable } from './findProgram.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

/**
 * The browser of the in-editor tests: an installed one, else Debian's package, else playwright's.
 *
 * @returns {Promise<string>} its program
 */
export async function setUpChromium() {
  return findInstalled() ?? (await installPackage()) ?? (await installByPlaywright());
}

function findInstalled() {
  const asked = process.env.CHROME_PATH;
  if (asked !== undefined && isExecutable(asked)) return asked;
  const onPath = findProgram(
    'google-chrome',
    'google-chrome-stable',
    'chromium',
    'chromium-browser',
    'chrome',
    'msedge',
  );
  const elsewhere = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env.PROGRAMFILES ?? '', 'Google/Chrome/Application/chrome.exe'),
  ];
  return onPath ?? elsewhere.find((path) => existsSync(path));
}

async function installPackage() {
  const aptGet = findProgram('apt-get');
  if (aptGet === undefined || process.getuid?.() !== 0) return undefined;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await announce('installing Chromium from the system’s packages', async () => {
      await run([aptGet, 'update'], { env });
      await run([aptGet, 'install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], { env });
    });
  } catch (error) {
    console.log(`setup: no Chromium from the system’s packages: ${String(error).slice(0, 500)}`);
  }
  return findProgram('chromium');
}

async function installByPlaywright() {
  process.env.PLAYWRIGHT_BROWSERS_PATH = cacheFolder('browsers');
  const { chromium } = await import('playwright-core');
  if (!existsSync(chromium.executablePath())) {
    const cli = join(root, 'node_modules/playwright-core/cli.js');
    await announce('installing Chromium by playwright', () =>
      run([process.execPath, cli, 'install', 'chromium'], { show: true }),
    );
  }
  return chromium.executablePath();
}
