import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

/** The native engine, by the command that users have: it announces itself and is skipped when already there. */
export async function setUpNativeEngine() {
  await run([process.execPath, join(root, 'dist/cli.js'), 'engine', 'install'], { cwd: root, show: true });
}
