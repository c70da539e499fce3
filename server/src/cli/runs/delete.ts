import { deleteRun } from '../../engine/runs/runList';
import { runNamed } from '../runRoots';
import type { RunsCall } from './runsCall';

/** `runs delete`: removes runs that have ended. All names are looked up before anything is removed. */
export async function deleteRuns({ folder, names, json, environment: { output } }: RunsCall): Promise<number> {
  const runs = await Promise.all(names.map((name) => runNamed(folder, name)));
  for (const run of runs) await deleteRun(run);
  const deleted = runs.map(({ run }) => run);
  output.write(json ? `${JSON.stringify({ deleted })}\n` : deleted.map((run) => `deleted ${run}\n`).join(''));
  return 0;
}
