import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledFile } from '../../data/bundledFile';
import { findCompiler } from './findCompiler';
import type { InstallContext } from './install';
import { nativeSources } from './nativeSources';
import { runProgram } from './runProgram';
import { tensorflowVersion } from './versions';

const bindingName = 'tfjs_binding.node';

/** In the extension for one platform the module stands ready; scripts/extension/packagePlatform.mjs puts it there. */
const prebuiltName = `native/prebuilt/tfjs_binding-${process.platform}-${process.arch}-tensorflow-${tensorflowVersion}.node`;

/**
 * Compiles tfjs-node's native module from its sources against the libraries in `folder`/deps/lib, with the system's
 * compiler and Node's own headers. N-API 8 is the same in every Node, so that the module serves them all.
 */
export async function buildBinding(
  folder: string,
  tensorflowHeaders: string,
  { report, signal }: InstallContext,
): Promise<void> {
  const sources = nativeSources();
  const output = join(folder, 'lib/napi-v8');
  const libraries = join(folder, 'deps/lib');
  await mkdir(output, { recursive: true });
  const prebuilt = bundledFile(prebuiltName);
  if (prebuilt !== undefined) return copyFile(prebuilt, join(output, bindingName));
  report({ stage: 'compiling the binding', done: 0, total: 1 });
  const compiler = await findCompiler(signal);
  await runProgram(
    compiler,
    ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION']
      .concat(['-I', join(sources, 'node-api'), '-I', sources, '-I', tensorflowHeaders])
      .concat([join(sources, 'binding/tfjs_backend.cc'), join(sources, 'binding/tfjs_binding.cc')])
      .concat([join(libraries, 'libtensorflow_cc.so.2'), join(libraries, 'libtensorflow_framework.so.2')])
      .concat(['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', join(output, bindingName)]),
    { signal },
  );
  report({ stage: 'compiling the binding', done: 1, total: 1 });
}
