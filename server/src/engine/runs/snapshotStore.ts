/** Weights alone, after each epoch, for the epoch slider; thinned to a budget of space. */
import { join } from 'node:path';
import type { Tensor } from '../backend';
import { writeAtomically } from './atomicFile';
import { systemDisk, type Disk } from './disk';
import { encodeSafetensors } from './safetensors';

const spaceBudget = 256 * 1024 ** 2;

/** Writes the snapshot of an epoch (from 1; 0 is before training) and thins the older ones. */
export async function writeSnapshot(
  folder: string,
  epoch: number,
  weights: ReadonlyMap<string, Tensor>,
  disk: Disk = systemDisk,
): Promise<void> {
  await disk.makeFolder(folder);
  await writeAtomically(
    join(folder, snapshotName(epoch)),
    encodeSafetensors(weights, new Map([['epoch', String(epoch)]])),
    disk,
  );
  await thinSnapshots(folder, spaceBudget, disk);
}

/** The epochs that have a snapshot, ascending. */
export async function snapshotEpochs(folder: string, disk: Disk = systemDisk): Promise<readonly number[]> {
  const names = await disk.list(folder);
  return names.flatMap((name) => epochOf(name) ?? []).sort((a, b) => a - b);
}

export function snapshotName(epoch: number): string {
  return `epoch-${String(epoch).padStart(6, '0')}.safetensors`;
}

/** Drops every other one between the first and the last until the rest fits. */
export async function thinSnapshots(folder: string, budget: number, disk: Disk = systemDisk): Promise<void> {
  for (;;) {
    const epochs = await snapshotEpochs(folder, disk);
    const sizes = await Promise.all(epochs.map((epoch) => disk.size(join(folder, snapshotName(epoch)))));
    if (epochs.length <= 2 || sizes.reduce((sum, size) => sum + size, 0) <= budget) return;
    const dropped = epochs.filter((_, index) => index % 2 === 1 && index !== epochs.length - 1);
    for (const epoch of dropped) await disk.remove(join(folder, snapshotName(epoch)));
  }
}

function epochOf(name: string): number | undefined {
  const digits = /^epoch-(\d+)\.safetensors$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
