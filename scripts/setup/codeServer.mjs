import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { installOnce } from './installOnce.mjs';
import { setUpNode24 } from './node24.mjs';
import { npm, run } from './run.mjs';
import { versions } from './versions.mjs';

/** The native modules that the server loads and that come without a binary: its log and its watchdog. */
const compiled = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * code-server: VS Code in a browser, for machines without a desktop. Its install script is done by hand here:
 * it would run every install script of 300 packages, of which two are needed.
 *
 * @returns {Promise<readonly string[]>} the command that starts it
 */
export async function setUpCodeServer() {
  const { node, folder: headers } = await setUpNode24();
  const folder = cacheFolder(`code-server-${versions.codeServer}`);
  const env = { PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`, npm_config_nodedir: headers };
  const quiet = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];
  await installOnce(`code-server ${versions.codeServer}`, folder, async (partial) => {
    await run(npm('install', `code-server@${versions.codeServer}`, ...quiet), { cwd: partial, env });
    const vscode = join(partial, 'node_modules/code-server/lib/vscode');
    await run(npm('install', ...quiet), { cwd: vscode, env });
    await run(npm('install', ...quiet), { cwd: join(vscode, 'extensions'), env });
    try {
      await run(npm('rebuild', ...compiled, '--ignore-scripts=false'), { cwd: vscode, env });
    } catch (error) {
      // Without a compiler the server runs all the same: it writes no log file then.
      console.log(`setup: code-server goes on without ${compiled.join(' and ')}: ${String(error).slice(0, 500)}`);
    }
  });
  return [node, join(folder, 'node_modules/code-server/out/node/entry.js')];
}
