import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder } from '../setup/cacheFolder.mjs';
import { root } from '../setup/root.mjs';
import { packageExtension } from './packageExtension.mjs';

/** The platforms of vsce by Node's names for system and processor. */
const targets = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'darwin-x64': 'darwin-x64' };

/**
 * Packs the extension for this platform with the binding that was compiled here; nothing where the engine came ready
 * made, as its binding then comes the same way on a user's machine.
 *
 * @returns {Promise<readonly { path: string, bytes: number }[]>}
 */
export async function packagePlatform() {
  const platform = `${process.platform}-${process.arch}`;
  const { version } = await readJson(join(root, 'node_modules/@tensorflow/tfjs-node/package.json'));
  // The place of server/src/engine/native/provision/installation.ts.
  const folder = cacheFolder('native-engine', `tfjs-node-${version}-${platform}-napi8`);
  const installation = await readJson(join(folder, 'installation.json')).catch(() => ({}));
  const target = targets[platform];
  if (installation.route !== 'wheel' || target === undefined) return [];
  const prebuilt = join(root, 'dist/native/prebuilt');
  try {
    await mkdir(prebuilt, { recursive: true });
    // server/src/engine/native/provision/buildBinding.ts looks for this name.
    const name = `tfjs_binding-${platform}-tensorflow-${installation.tensorflow}.node`;
    await copyFile(join(folder, installation.binding), join(prebuilt, name));
    // The installation's name has the version; buildKernels.ts looks for it with the platform behind.
    const kernels = installation.kernels && basename(installation.kernels, '.node');
    if (kernels) await copyFile(join(folder, installation.kernels), join(prebuilt, `${kernels}-${platform}.node`));
    return [await packageExtension(target)];
  } finally {
    await rm(prebuilt, { recursive: true, force: true });
  }
}

async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}
