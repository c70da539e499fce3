import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { installOnce } from './installOnce.mjs';
import { npm, run } from './run.mjs';
import { versions } from './versions.mjs';

/**
 * Node 24 for code-server, from npm's `node` package: that one picks the platform's package in an install
 * script, so the platform's package is taken directly.
 *
 * @returns {Promise<{ node: string, folder: string }>} the program, and the folder with its headers
 */
export async function setUpNode24() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = cacheFolder(`node-${versions.node}`);
  await installOnce(`Node ${versions.node}`, folder, (partial) =>
    run(npm('install', `${name}@${versions.node}`, '--ignore-scripts', '--no-audit', '--no-fund'), { cwd: partial }),
  );
  const installed = join(folder, 'node_modules', name);
  return { node: join(installed, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'), folder: installed };
}
