/**
 * `npm run soak -- cleanprofile`: scripts/cleanProfile.mjs where Linux lets it run in a network of its own, which has no
 * device but the loopback that the editor is reached by.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const alone = ['--net', '--map-root-user'];

/** Gives 1 where something is not as a person should find it. */
export async function soak(): Promise<number> {
  const script = [process.execPath, 'scripts/cleanProfile.mjs'];
  const cut = spawnSync('unshare', [...alone, 'true']).status === 0;
  const [program = '', ...args] = cut ? ['unshare', ...alone, ...script] : script;
  const child = spawn(program, args, { stdio: 'inherit' });
  await once(child, 'exit');
  return child.exitCode === 0 ? 0 : 1;
}
