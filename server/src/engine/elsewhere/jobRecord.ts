/** `job.json` in the folder of a run: which job trains it elsewhere, and how far its log was told. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const jobRecordSchema = z.object({
  /** The job's name on the cluster. */
  id: z.string(),
  /** The interpreter that follows its log. */
  python: z.string(),
  /** The last event of the job's own log that stands in the run's. */
  sequence: z.number().int().nonnegative(),
  /** The job has told its end. */
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

/** At once: what is told and what is noted must not part ways when this process dies. */
export function writeJobRecord(folder: string, record: JobRecord): void {
  writeFileSync(fileOf(folder), `${JSON.stringify(record)}\n`);
}

function fileOf(folder: string): string {
  return join(folder, 'job.json');
}
