import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { announce } from './announce.mjs';
import { root } from './root.mjs';
import { npm, run } from './run.mjs';

/** Installs the packages of package-lock.json where they are missing or differ from it. */
export async function setUpNodeModules() {
  if (isInstalled()) return;
  // Packages' install scripts stay off (.npmrc): none is needed here, and tfjs-node's binding comes by `engine install`.
  await announce('installing node_modules', () =>
    run(npm('ci', '--prefer-offline', '--no-audit', '--no-fund'), { cwd: root }),
  );
}

/** Compares the lock file with the copy that npm keeps of what it has installed. */
function isInstalled() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional = false }]) => {
    if (path === '') return true;
    const there = installed[path]?.version;
    // Optional packages are those of other platforms.
    return there === version || (optional && there === undefined);
  });
}
