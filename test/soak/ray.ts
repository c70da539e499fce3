/**
 * `npm run soak -- ray [--count 3] [--seed 1] [--limit 20000]`: workers of Ray trainings killed by SIGKILL in
 * mid-epoch, once a checkpoint was brought home; then a run that is stopped and gone on with, one whose follower is
 * killed, and an exported folder without a cluster. Every training must end, from its checkpoint, and its log must say
 * what happened.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { readJobRecord } from '../../server/src/engine/elsewhere/jobRecord';
import { readEventLog } from '../../server/src/engine/runs/eventLog';
import { resumeRequest } from '../../server/src/engine/runs/resumeRequest';
import { runFiles } from '../../server/src/engine/runs/runFolder';
import { wordStream } from '../../server/src/engine/training/random';
import type { EngineRequest } from '../../server/src/protocol/engineMessages';
import type { BatchEvent, RunEvent } from '../../server/src/protocol/runEvents';
import { exportDigits, lossesOf, trainExported } from '../engine/helpers/exportedDigits';
import { makeTemporaryFolder } from '../engine/helpers/makeTemporaryFolder';
import { keptSteps, rayRequest, runOnRay } from '../engine/helpers/rayRun';
import { rayEnvironment, startRayCluster, type RayCluster } from '../helpers/rayCluster';
import { rayToolsPython } from '../helpers/rayTools';

/** Gives the number of trainings that went wrong. */
export async function soak(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      count: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      limit: { type: 'string', default: '20000' },
    },
  });
  const limit = Number(values.limit);
  const draw = wordStream([Number(values.seed), 23], 0);
  const temporary = await makeTemporaryFolder();
  const cluster = await startRayCluster(2);
  let wrong = 0;
  const judge = (what: string, problem: string | undefined): void => {
    if (problem !== undefined) wrong += 1;
    console.log(`${problem === undefined ? 'well ' : 'WRONG'}  ${what}${problem === undefined ? '' : `: ${problem}`}`);
  };
  try {
    for (let run = 0; run < Number(values.count); run += 1) {
      const request = await rayRequest(join(temporary.folder, `kill-${run}`), cluster.address, limit);
      judge(`worker killed, ${run + 1}`, await killWorker(cluster, request, draw() % 2));
    }
    const stopped = await rayRequest(join(temporary.folder, 'stop'), cluster.address, limit);
    judge('stopped and gone on with', await stopAndResume(stopped));
    const left = await rayRequest(join(temporary.folder, 'follower'), cluster.address, limit);
    judge('follower killed, job taken up again', await killFollower(left));
    judge('exported folder on a Ray of its own', await trainFolder(temporary.folder));
  } finally {
    await cluster.stop();
    await temporary.remove();
  }
  return wrong;
}

/** Undefined where all went well. */
async function killWorker(cluster: RayCluster, request: EngineRequest, which: number): Promise<string | undefined> {
  const victims: number[] = [];
  const events = await runOnRay(request, (event) => {
    if (victims.length > 0 || event.event !== 'batch' || event.step === event.steps) return;
    void keptSteps(request.folder).then(async (steps) => {
      if (steps.length === 0) return;
      const victim = (await cluster.processes('ray::RayTrainWorker'))[which];
      if (victim === undefined || victims.length > 0) return;
      victims.push(victim);
      process.kill(victim, 'SIGKILL');
    });
  });
  if (victims.length === 0) return 'no checkpoint came before the end: raise --limit';
  const warning = events.some((event) => event.event === 'warning' && event.code === 'ray/worker-lost');
  if (!warning) return 'nothing was said of the worker';
  const starts = events.filter((event) => event.event === 'start');
  const resumed = starts.at(-1)?.resumedFrom;
  if (starts.length !== 2 || resumed === undefined) return 'it did not go on from a checkpoint';
  return endProblem(events);
}

async function stopAndResume(request: EngineRequest): Promise<string | undefined> {
  const first = await runOnRay(request, (event, connection) => {
    if (event.event === 'batch' && event.step > 10) connection.stop();
  });
  const end = first.at(-1);
  if (end?.event !== 'end' || end.reason !== 'stopped') return `the stop ended as ${JSON.stringify(end)}`;
  if ((await keptSteps(request.folder)).length === 0) return 'no checkpoint was kept';
  const second = await runOnRay(await resumeRequest(request.folder));
  const start = second.filter((event) => event.event === 'start').at(-1);
  if (start?.resumedFrom === undefined || start.resumedFrom.step === 0) return 'it began again from the start';
  return endProblem(second);
}

/** The job goes on without its follower, and the next one tells all of it. */
async function killFollower(request: EngineRequest): Promise<string | undefined> {
  await runOnRay(request, (event, connection) => {
    if (event.event === 'batch' && event.step > 10 && connection.pid !== undefined)
      process.kill(connection.pid, 'SIGKILL');
  });
  const left = readJobRecord(request.folder)?.id;
  const events = await runOnRay(await resumeRequest(request.folder));
  const taken = readJobRecord(request.folder)?.id;
  if (left === undefined || left !== taken) return `it left the job ${left ?? 'none'} and took up ${taken ?? 'none'}`;
  const log = await readEventLog(runFiles(request.folder).events);
  if (log.damagedLines > 0) return `${log.damagedLines} damaged lines`;
  const told = log.events.flatMap((event) => (event.event === 'batch' ? [globalStep(event)] : []));
  if (told.some((step, index) => step <= (told[index - 1] ?? 0))) return 'a batch was told twice';
  return endProblem(events);
}

/** An exported folder as it stands: `ray_train.py` starts a Ray where there is none, and gives what `train.py` does. */
async function trainFolder(temporary: string): Promise<string | undefined> {
  const folder = join(temporary, 'exported');
  await exportDigits(folder, { limit: 640 });
  const flags = ['--parts', '1', '--every-step'];
  const [plain = []] = await trainExported(1, [{ folder, run: join(temporary, 'plain'), flags }]);
  const run = join(temporary, 'own');
  const python = await rayToolsPython();
  await promisify(execFile)(python, ['ray_train.py', '--workers', '1', '--run', run, ...flags], {
    cwd: folder,
    env: rayEnvironment(python),
  });
  const { events } = await readEventLog(join(run, 'events.jsonl'));
  const [losses, expected] = [lossesOf(events), lossesOf(plain)];
  const same = losses.length === 10 && losses.every((loss, step) => loss === expected[step]);
  return same ? endProblem(events) : `its losses are ${losses.join(' ')}, those of train.py ${expected.join(' ')}`;
}

/** Counted over the whole run, from 1. */
function globalStep({ epoch, step, steps }: BatchEvent): number {
  return (epoch - 1) * steps + step;
}

function endProblem(events: readonly RunEvent[]): string | undefined {
  const end = events.at(-1);
  if (end?.event !== 'end' || end.reason !== 'completed') return `it ended as ${JSON.stringify(end)}`;
  const last = events.filter((event) => event.event === 'batch').at(-1);
  return last?.step === last?.steps ? undefined : 'the last batch was not told';
}
