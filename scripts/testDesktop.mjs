/** `npm run test:vscode`: the in-editor suite in a downloaded desktop VS Code. */
import { join } from 'node:path';
import { setUpNativeEngine } from './setup/nativeEngine.mjs';
import { setUpNodeModules } from './setup/nodeModules.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';

await setUpNodeModules();
await run([process.execPath, 'scripts/build.mjs', '--production'], { cwd: root, show: true });
await setUpNativeEngine();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
await run([process.execPath, vitest, 'run', '--project', 'editor'], {
  cwd: root,
  env: { SHAPEWRIGHT_EDITOR: 'vscode' },
  show: true,
});
