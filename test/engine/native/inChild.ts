import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runProgram } from '../../../server/src/engine/native/provision/runProgram';

/** Runs a script of this folder in a process of its own, with TensorFlow as these variables make it; gives its last line. */
export async function inChild(script: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-test-'));
  try {
    const outfile = join(folder, 'child.mjs');
    const banner =
      "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
    await build({
      entryPoints: [join(import.meta.dirname, script)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: banner },
      logLevel: 'error',
    });
    const output = await runProgram(process.execPath, [outfile], { env });
    const result: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
