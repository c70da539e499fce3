import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { cacheFolder } from '../../cacheFolder';
import type { LibraryFiles } from '../binding';
import { kernelsName, tfjsNodeVersion } from './versions';

/** What `installation.json` beside the binding tells; it is written last, so a folder without it is not whole. */
const installationSchema = z.object({
  /** How it came: by tfjs-node's own installer, or from the wheel of TensorFlow for Python. */
  route: z.enum(['official', 'wheel']),
  tensorflow: z.string(),
  /** The native module, in the folder. */
  binding: z.string(),
  /** Our own kernels, in the folder; missing where they could not be built. */
  kernels: z.string().optional(),
});

export type Installation = z.infer<typeof installationSchema>;

export interface FoundInstallation extends Installation, LibraryFiles {}

export const installationFile = 'installation.json';

/** One folder a platform, so that a home folder may be shared by machines. N-API 8 serves every Node from 15 on. */
export function installationFolder(): string {
  return cacheFolder('native-engine', `tfjs-node-${tfjsNodeVersion}-${process.platform}-${process.arch}-napi8`);
}

/** The installed native engine, or undefined. */
export async function findInstallation(folder = installationFolder()): Promise<FoundInstallation | undefined> {
  const text = await readFile(join(folder, installationFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = installationSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { binding, kernels } = parsed.data;
  const bindingFile = join(folder, binding);
  if (!existsSync(bindingFile)) return undefined;
  const kernelsFile = join(folder, kernelsName);
  const theseKernels = kernels === kernelsName && existsSync(kernelsFile);
  return { ...parsed.data, bindingFile, ...(theseKernels && { kernelsFile }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
