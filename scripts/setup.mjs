/** Installs everything that tests and the editor need, where it is missing: `npm run setup`. */
import { setUpChromium } from './setup/chromium.mjs';
import { setUpCodeServer } from './setup/codeServer.mjs';
import { setUpNativeEngine } from './setup/nativeEngine.mjs';
import { setUpNodeModules } from './setup/nodeModules.mjs';
import { setUpRay } from './setup/ray.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';

await setUpNodeModules();
await run([process.execPath, 'scripts/build.mjs'], { cwd: root, show: true });
await setUpNativeEngine();
await setUpCodeServer();
await setUpChromium();
await setUpRay();
console.log('setup: everything is there');
