import type { Engine } from '../backend';
import { RunProblem, textOf } from '../runProblem';
import { loadLibrary, type LibraryFiles, type NativeLibrary } from './binding';
import { createNativeSession } from './nativeSession';
import { findInstallation } from './provision/installation';
import { tfjsNodeVersion } from './provision/versions';

/**
 * The engine on TensorFlow's C library, through tfjs-node's native module in the cache folder. How many threads it
 * takes was set in the environment before (`setThreadVariables`). Throws a RunProblem where it is not installed
 * or does not load.
 */
export async function createNativeEngine(): Promise<Engine> {
  const installation = await findInstallation();
  if (installation === undefined) throw notInstalled();
  const library = load(installation);
  const { binding, kernels } = library;
  const own = kernels === undefined ? '' : `, kernels for ${kernels}`;
  return {
    name: 'native',
    version: `tensorflow ${binding.TF_Version}, tfjs-node ${tfjsNodeVersion}${own}`,
    load: (program, { variables }) => createNativeSession(library, program, variables),
  };
}

function load(files: LibraryFiles): NativeLibrary {
  try {
    return loadLibrary(files);
  } catch (error) {
    throw new RunProblem('engine/native', {
      message: 'The native engine does not load',
      reason: textOf(error),
      nextStep: 'Train with the wasm engine, or install the native engine again: shapewright engine install.',
      error,
    });
  }
}

function notInstalled(): RunProblem {
  return new RunProblem('engine/native', {
    message: 'The native engine is not installed',
    reason: 'It is one download of about 300 MB, kept in the cache folder.',
    nextStep: 'Run "Shapewright: Install Native Engine" or shapewright engine install, or train with the wasm engine.',
  });
}
