/** A training that Keras does, on this machine or on a Ray cluster: prepared here, followed here, kept here. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { compileTraining } from '../../compiler/compile';
import type { TrainSettings } from '../../language/model/trainSettings';
import type { EngineRequest, TrainingPlace } from '../../protocol/engineMessages';
import type { AssertionOutcome, EndEvent, RunEvent } from '../../protocol/runEvents';
import { adaptNormalization } from '../data/adaptNormalization';
import { writeDataRecord } from '../data/dataRecord';
import { planFeeds } from '../data/planFeeds';
import { sampleWeights } from '../data/sampleWeights';
import type { OpenedRun, RunContext } from '../performRun';
import { RunProblem } from '../runProblem';
import { openCheckpoints } from '../runs/checkpointStore';
import { runFiles, runName } from '../runs/runFolder';
import type { SafetensorsFile } from '../runs/safetensors';
import { checkUnchanged, createRunRecord, keepRunRecord } from '../runStart';
import { checkAssertions } from '../training/assertions';
import { startingPoint } from '../training/startingPoint';
import type { FoundPython } from './findPython';
import { followJob, type FollowedJob } from './followJob';
import type { Job } from './job';
import { writeJobFolder } from './jobFolder';
import { readJobRecord, writeJobRecord, type JobRecord } from './jobRecord';
import { startPythonJob } from './pythonJob';
import { rayJob, submitRayJob } from './rayJob';

export interface ElsewhereOutcome {
  readonly reason: Extract<EndEvent['reason'], 'completed' | 'stopped' | 'early-stopping'>;
  readonly assertions: readonly AssertionOutcome[];
}

/** Prepares the folder of the job, starts it, and follows it to its end. */
export async function trainElsewhere(
  run: OpenedRun,
  place: TrainingPlace,
  python: FoundPython,
  context: RunContext,
): Promise<ElsewhereOutcome> {
  const { request, understood, settings, dataset, stored } = run;
  const plan = await adaptNormalization(
    planFeeds(understood.graph, settings, dataset.fed, dataset.prelude),
    dataset.train,
  );
  const weights = await sampleWeights(settings, dataset.fed, dataset.train);
  const program = compileTraining(understood.graph, settings, { inputs: plan.inputs, targets: plan.targets });
  const record = createRunRecord(run, {
    program,
    engine: { name: place.kind, version: versionOf(place, python) },
    shares: { parts: null, threads: null },
  });
  // The command line names runs as it was given them; Python works in a folder of its own.
  const folder = resolve(request.folder, 'job');
  const checkpoints = openCheckpoints(runFiles(request.folder).checkpoints);
  const start = await startingPoint({ program, settings, request, checkpoints, examples: dataset.train.length });
  const resume = request.resume === true ? await lastOfPython(checkpoints) : undefined;
  await writeJobFolder(folder, {
    understood,
    settings,
    dataset,
    plan,
    weights,
    program,
    record,
    variables: start.variables,
    resume,
  });
  if (stored === undefined) {
    await keepRunRecord(request.folder, record);
    await writeDataRecord(request.folder, dataset, plan);
  } else for (const warning of checkUnchanged(stored, record)) context.hub.emit(warning);
  context.hub.emit({ event: 'state', state: 'starting', message: waitingFor(place) });
  try {
    const job = await startJob(place, python.program, folder, run, context);
    return await concludeJob(job, request, place, settings, context);
  } finally {
    // They are those of the source, and large.
    await rm(join(folder, 'data'), { recursive: true, force: true });
  }
}

/**
 * Follows the job of an earlier process where it has more to tell; undefined where there is none, or its log ends
 * without an end, so that the run goes on by a new job.
 */
export async function reattach(
  request: EngineRequest,
  place: TrainingPlace,
  settings: TrainSettings,
  context: RunContext,
): Promise<ElsewhereOutcome | undefined> {
  const record = readJobRecord(request.folder);
  if (place.kind !== 'ray' || record === undefined || record.ended) return undefined;
  const job = rayJob({ address: place.address, id: record.id, python: record.python });
  context.hub.emit({ event: 'state', state: 'training' });
  const followed = await followToEnd(job, request, place, record, context);
  return followed.end === undefined ? undefined : outcomeOf(followed, settings);
}

async function startJob(
  place: TrainingPlace,
  python: string,
  folder: string,
  { request }: OpenedRun,
  context: RunContext,
): Promise<Job> {
  const kept = join(folder, 'run');
  const number = 1 + (readJobRecord(request.folder)?.number ?? 0);
  if (place.kind === 'python') {
    writeJobRecord(request.folder, { id: '', python, number, ended: false });
    return startPythonJob(python, folder, kept, existsSync(join(folder, 'resume.safetensors')));
  }
  const id = `shapewright-${runName(request.folder).toLowerCase()}-${context.attempt}`;
  const cluster = { address: place.address, id, python };
  // Before it is sent: a process that dies meanwhile must not leave a job that the next one knows nothing of.
  writeJobRecord(request.folder, { id, python, number, ended: false });
  await submitRayJob(cluster, folder, { workers: place.workers, gpu: place.gpu === true });
  return rayJob(cluster);
}

async function concludeJob(
  job: Job,
  request: EngineRequest,
  place: TrainingPlace,
  settings: TrainSettings,
  context: RunContext,
): Promise<ElsewhereOutcome> {
  const record = readJobRecord(request.folder);
  if (record === undefined) throw new Error('the record of the job is gone');
  return outcomeOf(await followToEnd(job, request, place, record, context), settings);
}

/** Follows a job and notes that it is over, so that the run is gone on with by a new one. */
async function followToEnd(
  job: Job,
  request: EngineRequest,
  place: TrainingPlace,
  record: JobRecord,
  context: RunContext,
): Promise<FollowedJob> {
  const followed = await followJob(job, {
    folder: request.folder,
    files: join(request.folder, 'job', 'run'),
    engine: place.kind,
    number: record.number,
    hub: context.hub,
    control: context.control,
    after: lastTold(context.earlier, record),
  });
  writeJobRecord(request.folder, { ...record, ended: true });
  return followed;
}

/**
 * The last event of the job that stands in the run's log; 0 where there is none. Asked of the log itself: what is noted
 * beside it may have outrun what was written when a process was killed.
 */
function lastTold(earlier: readonly RunEvent[], { number }: JobRecord): number {
  return earlier.findLast(({ job }) => job?.number === number)?.job?.sequence ?? 0;
}

function outcomeOf({ end, job, logs }: FollowedJob, settings: TrainSettings): ElsewhereOutcome {
  if (end?.reason === 'completed' || end?.reason === 'early-stopping')
    return { reason: end.reason, assertions: checkAssertions(settings.assertions, logs) };
  if (end?.reason === 'stopped') return { reason: 'stopped', assertions: [] };
  const { error } = end ?? {};
  throw new RunProblem(error?.code ?? 'python/ended', {
    message: error?.message ?? 'The training ended without its last word',
    reason: error?.cause ?? `The job ${job.words || 'is gone'}`,
    nextStep:
      error?.nextStep ??
      'Resume the run: it goes on from its last checkpoint. engine.log in its folder has the details.',
  });
}

/** The newest checkpoint, where Python wrote it: what our engines wrote it takes as weights. */
async function lastOfPython(checkpoints: ReturnType<typeof openCheckpoints>): Promise<SafetensorsFile | undefined> {
  const content = (await checkpoints.load('last'))?.content;
  return content?.metadata.has('shapewright.python') === true ? content : undefined;
}

function versionOf(place: TrainingPlace, { version, packages }: FoundPython): string {
  const ray = `Ray ${packages['ray'] ?? ''}`;
  const keras = `Keras ${packages['keras'] ?? ''} on JAX ${packages['jax'] ?? ''}, Python ${version}`;
  return place.kind === 'ray' ? `${ray}, ${place.workers} workers` : keras;
}

function waitingFor(place: TrainingPlace): string {
  return place.kind === 'ray' ? `sent to ${place.address}` : 'starting Keras';
}
