import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withFileLock } from '../../data/fileLock';
import { RunProblem, textOf } from '../../runProblem';
import { probeNative } from '../probeNative';
import { buildKernels } from './buildKernels';
import { findInstallation, installationFile, installationFolder, type Installation } from './installation';
import { installOfficial } from './officialRoute';
import { kernelsName } from './versions';
import { installFromWheel } from './wheelRoute';

/** How far an installation is; `unit` is missing where there is nothing to count. */
export interface InstallProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit?: 'bytes';
}

export interface InstallContext {
  readonly report: (progress: InstallProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface InstallOutcome {
  readonly folder: string;
  readonly installation: Installation;
  /** It was there before. */
  readonly already: boolean;
}

const routes = [
  ['tfjs-node’s own installer', installOfficial],
  ['TensorFlow’s Python wheel', installFromWheel],
] as const;

/**
 * Installs the native engine into the cache folder, unless it is there. Only one process does at a time; it works
 * in a folder beside the final one, which gets its name when the engine has run a step in a process of its own.
 * Throws a RunProblem that tells what each route failed at.
 */
export async function installNative(context: InstallContext): Promise<InstallOutcome> {
  const folder = installationFolder();
  const found = await findInstallation(folder);
  if (found?.kernelsFile !== undefined) return { folder, installation: found, already: true };
  await mkdir(dirname(folder), { recursive: true });
  return withFileLock(`${folder}.lock`, context.signal, async () => {
    const meanwhile = await findInstallation(folder);
    if (meanwhile !== undefined) {
      // Installed by a version without kernels, or where they could not be built.
      const installation =
        meanwhile.kernelsFile === undefined ? await addKernels(folder, meanwhile, context) : meanwhile;
      return { folder, installation, already: true };
    }
    return { folder, installation: await tryRoutes(folder, context), already: false };
  });
}

/**
 * Builds our kernels into an installation and writes its file: with them where they work, as it was where they do not,
 * which costs speed alone.
 */
async function addKernels(folder: string, installation: Installation, context: InstallContext): Promise<Installation> {
  const { route, tensorflow, binding } = installation;
  const without: Installation = { route, tensorflow, binding };
  let whole: Installation;
  try {
    await buildKernels(folder, context);
    const files = { bindingFile: join(folder, binding), kernelsFile: join(folder, kernelsName) };
    await probeNative(files, context.signal);
    await removeOlderKernels(folder);
    whole = { ...without, kernels: kernelsName };
  } catch (error) {
    context.signal?.throwIfAborted();
    await rm(join(folder, kernelsName), { force: true });
    const stage = `our own kernels were not built, TensorFlow’s do all: ${firstLine(textOf(error))}`;
    context.report({ stage, done: 0, total: 1 });
    whole = without;
  }
  const file = join(folder, installationFile);
  await writeFile(`${file}.partial`, `${JSON.stringify(whole, undefined, 2)}\n`);
  await rename(`${file}.partial`, file);
  return whole;
}

async function removeOlderKernels(folder: string): Promise<void> {
  const modules = join(folder, dirname(kernelsName));
  for (const name of await readdir(modules))
    if (/^shapewright_kernels-/.test(name) && name !== basename(kernelsName)) await rm(join(modules, name));
}

async function tryRoutes(folder: string, context: InstallContext): Promise<Installation> {
  const failures: string[] = [];
  for (const [name, route] of routes) {
    const partial = `${folder}.partial`;
    try {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial, { recursive: true });
      const installation = await route(partial, context);
      await rm(join(partial, 'npm'), { recursive: true, force: true });
      context.report({ stage: 'trying a step', done: 0, total: 1 });
      await probeNative({ bindingFile: join(partial, installation.binding) }, context.signal);
      const whole = await addKernels(partial, installation, context);
      await rm(folder, { recursive: true, force: true });
      await rename(partial, folder);
      return whole;
    } catch (error) {
      context.signal?.throwIfAborted();
      failures.push(`${name}: ${textOf(error)}`);
      context.report({ stage: `${name} did not work: ${firstLine(textOf(error))}`, done: 0, total: 1 });
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }
  throw new RunProblem('engine/install', {
    message: 'The native engine cannot be installed here',
    reason: failures.join('\n'),
    nextStep: 'Training works without it, on the wasm engine. To try again: shapewright engine install.',
  });
}

/** The line that tells most: the first that names an error, behind a program's name and its warnings. */
function firstLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /\bError\b/.test(line)) ?? lines[0] ?? text;
}
