import { attachEngine } from '../../engine/launch';
import { readEventLog } from '../../engine/runs/eventLog';
import { resumeRequest } from '../../engine/runs/resumeRequest';
import { runFiles } from '../../engine/runs/runFolder';
import { RunProblem } from '../../engine/runProblem';
import { createRunFollower, followTraining } from '../followTraining';
import { runNamed } from '../runRoots';
import type { RunsCall } from './runsCall';

/**
 * `runs attach`: looks on at a run that is under way, from its last event on. Where its process is gone and a cluster
 * trains it, a new one follows the job.
 */
export async function attachRun({ folder, names, json, environment }: RunsCall): Promise<number> {
  const run = await runNamed(folder, names[0] ?? '');
  const { events } = await readEventLog(runFiles(run.folder).events);
  const sequence = events.at(-1)?.sequence ?? 0;
  const follower = createRunFollower(environment, json);
  const connection = await attachEngine(run.folder, sequence, follower);
  if (connection !== undefined) {
    await connection.closed;
    return follower.status();
  }
  const ended = run.state === 'completed' || run.state === 'early-stopping' || run.state === 'stopped';
  if (!ended && run.record?.engine === 'ray')
    return followTraining(await resumeRequest(run.folder), environment, json, sequence);
  throw new RunProblem('run/attach', {
    message: `There is nothing to attach to: the run ${run.run} is ${run.state}`,
    reason: 'No process trains it.',
    nextStep: run.resumable ? `shapewright runs resume ${run.run} goes on with it.` : 'Train again.',
  });
}
