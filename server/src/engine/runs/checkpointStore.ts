/**
 * Checkpoints of a run, each a safetensors file of its own, and an index with their sums. A crash at any moment
 * leaves an index whose entries are whole files; loading takes the newest entry whose sum and content hold.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { textOf } from '../runProblem';
import { writeAtomically } from './atomicFile';
import { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors';

export interface CheckpointStore {
  /** Writes a checkpoint; a `best` one replaces the best so far and is not counted among the last three. */
  save(step: number, content: SafetensorsFile, best: boolean): Promise<void>;
  /** The newest one that is whole (or the best one), and why newer ones were passed over. */
  load(which: 'last' | 'best'): Promise<LoadedCheckpoint | undefined>;
}

export interface LoadedCheckpoint {
  readonly step: number;
  readonly content: SafetensorsFile;
  readonly skipped: readonly string[];
}

/** The sum is null for a file that was found where the index itself is damaged. */
const entrySchema = z.object({ file: z.string(), sha256: z.string().nullable(), step: z.number(), best: z.boolean() });
type Entry = z.infer<typeof entrySchema>;

const kept = 3;

export function openCheckpoints(folder: string): CheckpointStore {
  return {
    save: async (step, content, best) => {
      await mkdir(folder, { recursive: true });
      const file = `${best ? 'best' : 'step'}-${String(step).padStart(9, '0')}.safetensors`;
      const bytes = encodeSafetensors(content.tensors, content.metadata);
      await writeAtomically(join(folder, file), bytes);
      const others = (await readIndex(folder)).filter((entry) => entry.file !== file);
      const entries = thin([...others, { file, sha256: sumOf(bytes), step, best }]);
      await writeAtomically(join(folder, 'index.json'), `${JSON.stringify(entries, undefined, 1)}\n`);
      await removeOthers(folder, new Set(entries.map((entry) => entry.file)));
    },
    load: async (which) => {
      const entries = (await readIndex(folder)).filter((entry) => entry.best === (which === 'best'));
      return firstWhole(folder, [...entries].sort((a, b) => b.step - a.step), []);
    },
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

async function firstWhole(
  folder: string,
  [entry, ...older]: readonly Entry[],
  skipped: readonly string[],
): Promise<LoadedCheckpoint | undefined> {
  if (entry === undefined) return undefined;
  try {
    const bytes = new Uint8Array(await readFile(join(folder, entry.file)));
    if (entry.sha256 !== null && sumOf(bytes) !== entry.sha256) throw new Error('its SHA-256 differs from the index');
    return { step: entry.step, content: decodeSafetensors(bytes, entry.file), skipped };
  } catch (error) {
    return firstWhole(folder, older, [...skipped, `${entry.file}: ${textOf(error)}`]);
  }
}

/** The entries of the index; where that is damaged, the files that are there, checked by their structure alone. */
async function readIndex(folder: string): Promise<readonly Entry[]> {
  const names = await readdir(folder).catch(() => []);
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
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

async function removeOthers(folder: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.safetensors') && !keep.has(name)) await rm(join(folder, name), { force: true });
  }
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
