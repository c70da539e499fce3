import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledFile } from '../../data/bundledFile';
import { findCompiler } from './findCompiler';
import type { InstallContext } from './install';
import { nativeSources } from './nativeSources';
import { runProgram } from './runProgram';
import { kernelsName, kernelsVersion } from './versions';

/** In the extension for one platform the module stands ready, as the binding does. */
const prebuiltName = `native/prebuilt/shapewright_kernels-${kernelsVersion}-${process.platform}-${process.arch}.node`;

/** The floats in a vector of each instruction set of a processor, and how the compiler is told to use it. */
interface InstructionSet {
  readonly name: string;
  readonly lanes: number;
  readonly flags: readonly string[];
}

const instructionSets: Readonly<Record<string, readonly InstructionSet[]>> = {
  // AVX2 first: of a function of the standard library that both have, the linker keeps the first, and the processor
  // that has AVX-512 has AVX2 as well.
  x64: [
    { name: 'avx2', lanes: 8, flags: ['-mavx2', '-mfma'] },
    { name: 'avx512', lanes: 16, flags: ['-mavx512f', '-mfma', '-mprefer-vector-width=512'] },
  ],
  arm64: [{ name: 'neon', lanes: 4, flags: [] }],
};

/**
 * Compiles our kernels (`kernels/`) against the TensorFlow in `folder`/deps/lib, once for each instruction set: the
 * module takes the best that the processor has. Throws where the compiler is missing or does not know vectors of its
 * own (`__attribute__((vector_size))`), as that of Windows does not.
 */
export async function buildKernels(folder: string, { report, signal }: InstallContext): Promise<void> {
  const output = join(folder, kernelsName);
  const prebuilt = bundledFile(prebuiltName);
  if (prebuilt !== undefined) return copyFile(prebuilt, output);
  const sets = process.platform === 'win32' ? undefined : instructionSets[process.arch];
  if (sets === undefined) throw new Error(`there are none for ${process.platform} on ${process.arch}`);
  const sources = nativeSources();
  const compiler = await findCompiler(signal);
  const objects = join(folder, 'kernels');
  const total = sets.length + 1;
  const compile = async (done: number, args: readonly string[]): Promise<void> => {
    report({ stage: 'compiling our own kernels', done, total });
    await runProgram(
      compiler,
      // Products and sums may be one rounding: that is what the instructions for it are there for.
      ['-std=c++17', '-O3', '-ffp-contract=fast', '-fPIC', '-pthread', '-DNAPI_VERSION=8'].concat(args),
      { signal },
    );
  };
  const source = (name: string): string => join(sources, 'kernels', name);
  await mkdir(objects, { recursive: true });
  try {
    for (const [index, { name, lanes, flags }] of sets.entries()) {
      const told = [`-DLANES=${lanes}`, `-DLANES_NAMESPACE=${name}Lanes`, `-DTABLE=${name}`];
      const target = ['-c', source('convolution.cc'), '-o', join(objects, `${name}.o`)];
      await compile(index, [...flags, ...told, `-DINSTRUCTIONS="${name}"`, ...target]);
    }
    await compile(sets.length, [
      '-shared',
      ...['-I', join(sources, 'node-api')],
      ...['module.cc', 'processor.cc', 'threads.cc'].map(source),
      ...sets.map(({ name }) => join(objects, `${name}.o`)),
      ...(await tensorflowLibraries(join(folder, 'deps/lib'))),
      ...(process.platform === 'darwin'
        ? ['-Wl,-undefined,dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib']
        : ['-Wl,-rpath,$ORIGIN/../../deps/lib']),
      ...['-o', output],
    ]);
    report({ stage: 'compiling our own kernels', done: total, total });
  } finally {
    await rm(objects, { recursive: true, force: true });
  }
}

/** The files to link with, by the names that libraries of either route have; of several links to one file the first. */
async function tensorflowLibraries(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).sort();
  const first = (pattern: RegExp): readonly string[] => names.filter((name) => pattern.test(name)).slice(0, 1);
  const found = [...first(/^libtensorflow(_cc)?\.(so|dylib|\d)/), ...first(/^libtensorflow_framework\.(so|dylib|\d)/)];
  if (found.length === 0) throw new Error(`TensorFlow's library is not in ${folder}`);
  return found.map((name) => join(folder, name));
}
