/** `job.json` in the folder of a run: which job trains it elsewhere. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const jobRecordSchema = z.object({
  /** The job's name on the cluster. */
  id: z.string(),
  /** The interpreter that follows its log. */
  python: z.string(),
  /** Which of the jobs of the run it is, from 1. */
  number: z.number().int().positive(),
  /** Its log was told to its end: what comes after it is a new job. */
  ended: z.boolean(),
});

export type JobRecord = z.infer<typeof jobRecordSchema>;

/** Undefined where there is none, or none that is whole. */
export function readJobRecord(folder: string): JobRecord | undefined {
  try {
    return jobRecordSchema.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * By a rename: a record that is cut off would let the next process start a second job beside the one under way.
 */
export function writeJobRecord(folder: string, record: JobRecord): void {
  const unfinished = join(folder, '.job.json.tmp');
  writeFileSync(unfinished, `${JSON.stringify(record)}\n`);
  renameSync(unfinished, fileOf(folder));
}

function fileOf(folder: string): string {
  return join(folder, 'job.json');
}
