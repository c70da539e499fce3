/**
 * `npm run soak -- ray-editor`: the case of the editor's tests that trains on Ray, with a real cluster of this machine in
 * the place of the stand-in: curves in the panel, a worker killed by SIGKILL, a stop, and the rest of the training. It
 * prints how long each took; the pictures are .artifacts/editor/ray*.png.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { rayToolsPython } from '../helpers/rayTools';

/** Gives 1 where something was not as it should be. */
export async function soak(): Promise<number> {
  await rayToolsPython();
  const root = process.cwd();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const only = ['--project', 'editor', 'test/editor/training.test.ts', '--testNamePattern', 'on Ray', '--retry', '0'];
  const child = spawn(process.execPath, [vitest, 'run', '--reporter=verbose', ...only], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SHAPEWRIGHT_SOAK: '1' },
  });
  await once(child, 'exit');
  return child.exitCode === 0 ? 0 : 1;
}
