import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InstallContext } from './install';
import type { Installation } from './installation';
import { runProgram } from './runProgram';
import { tfjsNodeVersion } from './versions';

/** Its downloads are 150 MB; one that hangs is given up for the other route. */
const timeLimit = 10 * 60_000;

/**
 * tfjs-node's own installer, run by npm: it downloads libtensorflow and a native module made for it. Throws where npm
 * is missing, or one of the two cannot be downloaded.
 */
export async function installOfficial(folder: string, { report, signal }: InstallContext): Promise<Installation> {
  report({ stage: 'tfjs-node’s own installer', done: 0, total: 1 });
  const project = join(folder, 'npm');
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "private": true }\n');
  const timeout = AbortSignal.timeout(timeLimit);
  const [npm, args] = npmCommand();
  await runProgram(
    npm,
    [
      ...args,
      'install',
      `@tensorflow/tfjs-node@${tfjsNodeVersion}`,
      '--ignore-scripts=false',
      '--no-audit',
      '--no-fund',
      // Where there is no network, the other route is to have its turn soon.
      '--fetch-retries=1',
    ],
    { cwd: project, signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) },
  );
  const installed = join(project, 'node_modules/@tensorflow/tfjs-node');
  // The module finds the library by its place: ../../deps/lib.
  await cp(join(installed, 'lib'), join(folder, 'lib'), { recursive: true });
  await cp(join(installed, 'deps'), join(folder, 'deps'), { recursive: true, verbatimSymlinks: true });
  report({ stage: 'tfjs-node’s own installer', done: 1, total: 1 });
  return { route: 'official', tensorflow: await libraryVersion(installed), binding: 'lib/napi-v8/tfjs_binding.node' };
}

async function libraryVersion(installed: string): Promise<string> {
  const script = await readFile(join(installed, 'scripts/deps-constants.js'), 'utf8');
  return /LIBTENSORFLOW_VERSION = '([^']+)'/.exec(script)?.[1] ?? 'unknown';
}

/** npm beside this Node; on Windows `npm` is a batch file, which cannot be started without a shell. */
function npmCommand(): readonly [string, readonly string[]] {
  if (process.platform !== 'win32') return ['npm', []];
  return [process.execPath, [join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js')]];
}
