import { join } from 'node:path';
import { announce } from './announce.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

/** The native engine, by the command that users have: it announces its stages and is skipped when already there. */
export async function setUpNativeEngine() {
  await announce('the native engine', () =>
    run([process.execPath, join(root, 'dist/cli.js'), 'engine', 'install'], { cwd: root, show: true }),
  );
}
