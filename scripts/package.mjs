/**
 * `npm run package`: the production build as VSIX files in .artifacts/, with their sizes. One for every platform,
 * whose engine is WebAssembly, and, where the native engine has been compiled here, one for this platform that
 * carries its binding, so that `engine install` needs no compiler there.
 */
import { setUpNativeEngine } from './setup/nativeEngine.mjs';
import { setUpNodeModules } from './setup/nodeModules.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';
import { packageExtension } from './extension/packageExtension.mjs';
import { packagePlatform } from './extension/packagePlatform.mjs';

await setUpNodeModules();
await run([process.execPath, 'scripts/build.mjs', '--production'], { cwd: root, show: true });
await setUpNativeEngine();
for (const { path, bytes } of [await packageExtension(), ...(await packagePlatform())])
  console.log(`packed ${path}: ${(bytes / 1e6).toFixed(2)} MB`);
