/** `npm run package`: a VSIX of the production build in .artifacts/. */
import { setUpNodeModules } from './setup/nodeModules.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';
import { packageExtension } from './extension/packageExtension.mjs';

await setUpNodeModules();
await run([process.execPath, 'scripts/build.mjs', '--production'], { cwd: root, show: true });
console.log(`packed ${await packageExtension()}`);
