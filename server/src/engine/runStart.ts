/** What is written down and told when a run starts: `run.json` and the start event. */
import { createHash } from 'node:crypto';
import type { Program } from '../compiler/program';
import type { TrainSettings } from '../language/model/trainSettings';
import type { RunEventBody, StartEvent, TrainerName } from '../protocol/runEvents';
import type { OpenedRun } from './performRun';
import { RunProblem } from './runProblem';
import { runFiles, runName } from './runs/runFolder';
import { runSchemaVersion, writeRunRecord, type RunRecord } from './runs/runRecord';
import { threadVariables } from './threadVariables';
import type { TrainingData } from './trainer';
import type { StartingPoint } from './training/startingPoint';

/** What trains, for the record. */
interface Trainer {
  readonly name: TrainerName;
  readonly version: string;
}

interface Chosen {
  readonly program: Program;
  readonly engine: Trainer;
  /** Parts of the batch and threads; null where they are no matter of ours. */
  readonly shares: { readonly parts: number | null; readonly threads: number | null };
}

/** All that decides the result of a run. */
export function createRunRecord(
  { request, understood, settings, dataset }: OpenedRun,
  { program, engine, shares }: Chosen,
): RunRecord {
  return {
    schemaVersion: runSchemaVersion,
    run: runName(request.folder),
    file: request.file,
    source: request.source,
    sourceHash: sha256(request.source),
    imports: Object.fromEntries(understood.imports),
    programHash: sha256(JSON.stringify(program)),
    dataHash: dataset.hash,
    on: request.on ?? null,
    dataFolders: request.dataFolders ?? {},
    workspace: request.workspace ?? null,
    model: understood.graph.name,
    train: understood.name,
    seed: settings.seed,
    epochs: settings.epochs,
    batchSize: settings.batchSize,
    limit: request.limit ?? null,
    weights: request.weights ?? nameOf(settings.weights) ?? null,
    params: understood.graph.totals.params ?? 0,
    engine: {
      name: engine.name,
      version: engine.version,
      ...shares,
      environment: engine.name === 'native' ? threadVariables() : {},
    },
    versions: { node: process.version, v8: process.versions.v8 },
  };
}

export async function keepRunRecord(folder: string, record: RunRecord): Promise<void> {
  await writeRunRecord(runFiles(folder).run, record);
}

/**
 * Whether a resumed run can go on as it was: throws a RunProblem where the program or the data are others, and
 * gives warnings where only versions are, which may change the last bits.
 */
export function checkUnchanged(
  stored: RunRecord,
  now: RunRecord,
): readonly Extract<RunEventBody, { event: 'warning' }>[] {
  if (stored.dataHash !== now.dataHash)
    throw changed(
      'The data have changed since the run began',
      'Bring the files back as they were, or train anew with these.',
    );
  if (stored.programHash !== now.programHash) {
    throw changed(
      'Another version of Shapewright compiles this model differently',
      `Train anew from its weights: shapewright train FILE --weights ${stored.run}`,
    );
  }
  if (stored.engine.version === now.engine.version) return [];
  const message = `The run began with ${stored.engine.version} and goes on with ${now.engine.version}: its results may differ in the last bits.`;
  return [{ event: 'warning', code: 'run/engine-version', message }];
}

interface Started extends Pick<Chosen, 'program' | 'engine'> {
  readonly data: TrainingData;
  readonly reason: string | undefined;
  readonly start: StartingPoint;
}

export function startEvent(
  { request, understood, settings }: OpenedRun,
  { data, engine, reason, start }: Started,
): Omit<StartEvent, 'sequence' | 'attempt' | 'time'> {
  const { epoch, step } = start.state;
  return {
    event: 'start',
    run: runName(request.folder),
    folder: request.folder,
    model: understood.graph.name,
    train: understood.name,
    engine: engine.name,
    engineVersion: engine.version,
    engineReason: reason,
    params: understood.graph.totals.params ?? 0,
    examples: { train: data.train.length, validation: data.validation?.length ?? 0, test: data.test?.length ?? 0 },
    epochs: settings.epochs,
    steps: Math.ceil(data.train.length / settings.batchSize),
    batchSize: settings.batchSize,
    seed: settings.seed,
    ...(request.resume === true ? { resumedFrom: { epoch: epoch + 1, step } } : {}),
    ...(start.carried === undefined ? {} : { carried: start.carried }),
  };
}

function nameOf(weights: TrainSettings['weights']): string | undefined {
  return weights?.kind === 'run' ? weights.name : weights?.path;
}

function changed(reason: string, nextStep: string): RunProblem {
  return new RunProblem('run/changed', { message: 'The run cannot go on as it began', reason: `${reason}.`, nextStep });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
