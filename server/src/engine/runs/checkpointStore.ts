/**
 * Checkpoints of a run, each a safetensors file of its own, and an index with their sums. A crash at any moment
 * leaves an index whose entries are whole files; loading takes the newest entry whose sum and content hold.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { textOf } from '../runProblem';
import { isUnfinished, writeAtomically } from './atomicFile';
import { systemDisk, type Disk } from './disk';
import { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors';

export interface CheckpointStore {
  /** Writes a checkpoint; a `best` one replaces the best so far and is not counted among the last three. */
  save(step: number, content: SafetensorsFile, best: boolean): Promise<void>;
  /** The newest one that is whole (or the best one), and why newer ones were passed over. */
  load(which: 'last' | 'best'): Promise<LoadedCheckpoint | undefined>;
  /**
   * The newest one that is whole and that `accept` takes: it throws for what it does not. Where none of the last
   * is usable the best one stands in. A file of more than `sizeLimit` bytes is not even read.
   */
  find<T>(accept: (content: SafetensorsFile) => T, sizeLimit?: number): Promise<FoundCheckpoint<T> | undefined>;
  /** What the index names, newest first, unchecked. */
  list(): Promise<readonly { readonly step: number; readonly best: boolean; readonly file: string }[]>;
}

export interface LoadedCheckpoint {
  readonly step: number;
  readonly content: SafetensorsFile;
  readonly skipped: readonly string[];
}

export interface FoundCheckpoint<T> {
  readonly step: number;
  readonly value: T;
  /** A line for each newer one that was passed over: its file and why. */
  readonly skipped: readonly string[];
}

/** The sum is null for a file that was found where the index itself is damaged. */
const entrySchema = z.object({ file: z.string(), sha256: z.string().nullable(), step: z.number(), best: z.boolean() });
type Entry = z.infer<typeof entrySchema>;

const kept = 3;

export function openCheckpoints(folder: string, disk: Disk = systemDisk): CheckpointStore {
  const newestFirst = async (): Promise<readonly Entry[]> =>
    [...(await readIndex(folder, disk))].sort((a, b) => b.step - a.step);
  const find = async <T>(entries: readonly Entry[], accept: (content: SafetensorsFile) => T, sizeLimit: number) =>
    firstAccepted({ folder, disk, accept, sizeLimit }, entries, []);
  return {
    save: async (step, content, best) => {
      await disk.makeFolder(folder);
      const file = `${best ? 'best' : 'step'}-${String(step).padStart(9, '0')}.safetensors`;
      const bytes = encodeSafetensors(content.tensors, content.metadata);
      await writeAtomically(join(folder, file), bytes, disk);
      const others = (await readIndex(folder, disk)).filter((entry) => entry.file !== file);
      const entries = thin([...others, { file, sha256: sumOf(bytes), step, best }]);
      await writeAtomically(join(folder, 'index.json'), `${JSON.stringify(entries, undefined, 1)}\n`, disk);
      await removeOthers(folder, new Set(entries.map((entry) => entry.file)), disk);
    },
    load: async (which) => {
      const entries = (await newestFirst()).filter((entry) => entry.best === (which === 'best'));
      const found = await find(entries, (content) => content, Number.POSITIVE_INFINITY);
      return found && { step: found.step, content: found.value, skipped: found.skipped };
    },
    find: async (accept, sizeLimit = Number.POSITIVE_INFINITY) => {
      const entries = await newestFirst();
      const best = entries.filter((entry) => entry.best);
      return find([...entries.filter((entry) => !entry.best), ...best], accept, sizeLimit);
    },
    list: async () => (await newestFirst()).map(({ step, best, file }) => ({ step, best, file: join(folder, file) })),
  };
}

function thin(entries: readonly Entry[]): readonly Entry[] {
  const newest = (best: boolean, count: number): readonly Entry[] =>
    entries
      .filter((entry) => entry.best === best)
      .sort((a, b) => a.step - b.step)
      .slice(-count);
  return [...newest(false, kept), ...newest(true, 1)];
}

interface Wanted<T> {
  readonly folder: string;
  readonly disk: Disk;
  readonly accept: (content: SafetensorsFile) => T;
  readonly sizeLimit: number;
}

async function firstAccepted<T>(
  wanted: Wanted<T>,
  [entry, ...older]: readonly Entry[],
  skipped: readonly string[],
): Promise<FoundCheckpoint<T> | undefined> {
  if (entry === undefined) return undefined;
  try {
    return { step: entry.step, value: await readEntry(wanted, entry), skipped };
  } catch (error) {
    return firstAccepted(wanted, older, [...skipped, `${entry.file}: ${textOf(error)}`]);
  }
}

async function readEntry<T>({ folder, disk, accept, sizeLimit }: Wanted<T>, entry: Entry): Promise<T> {
  const file = join(folder, entry.file);
  const size = await disk.size(file);
  if (size > sizeLimit)
    throw new Error(`its ${size} bytes are more than the ${sizeLimit} that a checkpoint of this model takes`);
  const bytes = await disk.read(file);
  if (entry.sha256 !== null && sumOf(bytes) !== entry.sha256) throw new Error('its SHA-256 differs from the index');
  return accept(decodeSafetensors(bytes, entry.file));
}

/** The entries of the index; where that is damaged, the files that are there, checked by their structure alone. */
async function readIndex(folder: string, disk: Disk): Promise<readonly Entry[]> {
  const names = await disk.list(folder);
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await disk.read(join(folder, 'index.json'))));
    return z
      .array(entrySchema)
      .parse(value)
      .filter((entry) => parseName(entry.file) !== undefined);
  } catch {
    return names.flatMap((name) => parseName(name) ?? []);
  }
}

/** Names that lead out of the folder are none of ours. */
function parseName(file: string): Entry | undefined {
  const [, kind, digits] = /^(step|best)-(\d{9,})\.safetensors$/.exec(file) ?? [];
  return digits === undefined ? undefined : { file, sha256: null, step: Number(digits), best: kind === 'best' };
}

/** The run has one writer, so what is unfinished here is left from a crash. */
async function removeOthers(folder: string, keep: ReadonlySet<string>, disk: Disk): Promise<void> {
  for (const name of await disk.list(folder)) {
    if ((name.endsWith('.safetensors') && !keep.has(name)) || isUnfinished(name)) await disk.remove(join(folder, name));
  }
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
