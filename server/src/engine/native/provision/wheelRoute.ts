import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../cacheFolder';
import { hashOf } from '../../data/download';
import { buildBinding } from './buildBinding';
import type { InstallContext } from './install';
import type { Installation } from './installation';
import { runProgram } from './runProgram';
import { pinnedWheel, tensorflowVersion, wheelPython, type PinnedWheel } from './versions';

/** The members of the wheel that the engine needs: the C library and the headers of its C interface. */
const members = [
  'tensorflow/libtensorflow_',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
].concat(['tensorflow/include/tsl/platform/ctstring', 'tensorflow/include/xla/tsl/c/']);

/**
 * Unpacks members of a zip file by their beginnings, given as arguments, and tells bytes done and in all. Python is
 * there, as it has just fetched the wheel, and does not keep a library of 800 MB in memory.
 */
const unpackScript = `
import os, shutil, sys, zipfile
archive, target, starts = sys.argv[1], sys.argv[2], tuple(sys.argv[3:])
with zipfile.ZipFile(archive) as wheel:
    wanted = [m for m in wheel.infolist() if m.filename.startswith(starts) and not m.is_dir()]
    total, done = sum(m.file_size for m in wanted), 0
    for member in wanted:
        wheel.extract(member, target)
        done += member.file_size
        print('progress', done, total, flush=True)
`;

/** libtensorflow out of the wheel of TensorFlow for Python, and the binding compiled against it. */
export async function installFromWheel(folder: string, context: InstallContext): Promise<Installation> {
  const wheel = pinnedWheel();
  if (wheel === undefined)
    throw new Error(`no build of TensorFlow ${tensorflowVersion} is pinned for ${process.platform} on ${process.arch}`);
  const python = await findPython(context);
  const file = await fetchWheel(python, wheel, context);
  const unpacked = join(folder, 'wheel');
  await runProgram(python.program, ['-c', unpackScript, file, unpacked, ...members], {
    signal: context.signal,
    onLine(line) {
      const [, done, total] = /^progress (\d+) (\d+)$/.exec(line) ?? [];
      if (done !== undefined && total !== undefined)
        context.report({ stage: 'unpacking TensorFlow', done: Number(done), total: Number(total), unit: 'bytes' });
    },
  });
  await mkdir(join(folder, 'deps/lib'), { recursive: true });
  for (const name of await readdir(join(unpacked, 'tensorflow'))) {
    if (name.startsWith('libtensorflow_'))
      await rename(join(unpacked, 'tensorflow', name), join(folder, 'deps/lib', name));
  }
  await buildBinding(folder, join(unpacked, 'tensorflow/include'), context);
  await rm(unpacked, { recursive: true, force: true });
  return { route: 'wheel', tensorflow: tensorflowVersion, binding: 'lib/napi-v8/tfjs_binding.node' };
}

/** The wheel in the cache, where scripts/python-environment.mjs finds it too; fetched by pip where it is missing. */
async function fetchWheel(python: Python, wheel: PinnedWheel, { report, signal }: InstallContext): Promise<string> {
  const folder = cacheFolder('wheels');
  const file = join(folder, wheel.file);
  const stage = 'downloading TensorFlow';
  if (existsSync(file) && (await hashOf(file)) === wheel.sha256) return file;
  await rm(file, { force: true });
  const partial = join(folder, `${wheel.file}.partial`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  report({ stage, done: 0, total: 1 });
  // pip keeps what it has downloaded of a file in its own cache and goes on there after a cut.
  await runProgram(
    python.program,
    [
      '-m',
      'pip',
      'download',
      `tensorflow-cpu==${tensorflowVersion}`,
      '--no-deps',
      '--only-binary=:all:',
      '--disable-pip-version-check',
    ]
      .concat([
        '--implementation',
        'cp',
        '--python-version',
        wheelPython.version,
        '--abi',
        wheelPython.abi,
        '--platform',
        wheel.pipPlatform,
      ])
      .concat(['--dest', partial, ...(python.tellsProgress ? ['--progress-bar=raw'] : [])]),
    {
      signal,
      onLine(line) {
        const [, done, total] = /^Progress (\d+) of (\d+)/.exec(line) ?? [];
        if (done !== undefined && total !== undefined)
          report({ stage, done: Number(done), total: Number(total), unit: 'bytes' });
      },
    },
  );
  const found = await hashOf(join(partial, wheel.file));
  if (found !== wheel.sha256) {
    await rm(partial, { recursive: true, force: true });
    throw new Error(`${wheel.file} is not the file it should be: its SHA-256 is ${found}, expected ${wheel.sha256}`);
  }
  await rename(join(partial, wheel.file), file);
  await rm(partial, { recursive: true, force: true });
  const { size } = await stat(file);
  report({ stage, done: size, total: size, unit: 'bytes' });
  return file;
}

interface Python {
  readonly program: string;
  /** pip writes bytes done and in all, from version 24.1 on. */
  readonly tellsProgress: boolean;
}

/** The first Python 3 with a pip that can fetch wheels. */
async function findPython({ signal }: InstallContext): Promise<Python> {
  for (const program of process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python']) {
    try {
      const version = await runProgram(program, ['-m', 'pip', '--version'], { signal });
      const [major = 0, minor = 0] = /^pip (\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
      return { program, tellsProgress: major > 24 || (major === 24 && minor >= 1) };
    } catch {
      signal?.throwIfAborted();
    }
  }
  throw new Error(
    'no Python 3 with pip was found to fetch TensorFlow with: install Python 3 (python3-pip) and try again',
  );
}
