import { readEventLog } from '../../engine/runs/eventLog';
import { resumeRequest } from '../../engine/runs/resumeRequest';
import { runFiles } from '../../engine/runs/runFolder';
import { RunProblem } from '../../engine/runProblem';
import { followTraining } from '../followTraining';
import { runNamed } from '../runRoots';
import type { RunsCall } from './runsCall';

/** `runs resume`: goes on with a run and follows it to its end. */
export async function resumeRun({ folder, names, json, environment }: RunsCall): Promise<number> {
  const run = await runNamed(folder, names[0] ?? '');
  if (run.state === 'running')
    throw refusal(run.run, 'It is under way.', 'Stop it first, or look at it in the editor.');
  if (run.state === 'completed' || run.state === 'early-stopping')
    throw refusal(
      run.run,
      'It has come to its end.',
      `Train on from its weights: shapewright train FILE --weights ${run.run}`,
    );
  const request = await resumeRequest(run.folder);
  const { events } = await readEventLog(runFiles(run.folder).events);
  return followTraining(request, environment, json, events.at(-1)?.sequence ?? 0);
}

function refusal(run: string, reason: string, nextStep: string): RunProblem {
  return new RunProblem('run/resume', { message: `The run ${run} cannot be resumed`, reason, nextStep });
}
