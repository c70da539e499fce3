/** The work of an engine process: understand the source, open the data, compile, start the engine, train or go on. */
import type { Program } from '../compiler/program';
import type { TrainSettings } from '../language/model/trainSettings';
import type { EngineRequest } from '../protocol/engineMessages';
import type { RunEvent } from '../protocol/runEvents';
import type { EngineSession } from './backend';
import { openDataset, type OpenedDataset } from './data/openDataset';
import { writeDataRecord } from './data/dataRecord';
import { preflight } from './elsewhere/preflight';
import { reattach, trainElsewhere, type ElsewhereOutcome } from './elsewhere/trainElsewhere';
import type { EngineDependencies } from './engineProcess';
import type { EventHub } from './eventHub';
import { isOutOfMemory } from './runProblem';
import { openCheckpoints } from './runs/checkpointStore';
import { resumeRequest } from './runs/resumeRequest';
import { runFiles } from './runs/runFolder';
import { readRunRecord, type RunRecord } from './runs/runRecord';
import { createDataContext, prepareRun, withOptions } from './prepareRun';
import { checkUnchanged, createRunRecord, keepRunRecord, startEvent } from './runStart';
import { train, type TrainerOptions, type TrainingData, type TrainingOutcome } from './trainer';
import { checkMemory, outOfMemory } from './training/checkMemory';
import type { TrainingControl } from './training/control';
import { explainNonFinite } from './training/explainNonFinite';
import { keepPredictions } from './training/keepPredictions';
import { createLayerPlaces } from './training/layerPlaces';
import { NonFiniteProblem } from './training/nonFiniteProblem';
import { createRunKeeper, type RunKeeper } from './training/runKeeper';
import { startingPoint } from './training/startingPoint';
import { createTrainingWatch, type TrainingWatch } from './training/watch/trainingWatch';
import { understandSource, type UnderstoodTraining } from './understandSource';

export interface RunContext extends Pick<EngineDependencies, 'selectEngine' | 'pace' | 'availableMemory'> {
  readonly hub: EventHub;
  readonly control: TrainingControl;
  /** How often the run was started, with this time. */
  readonly attempt: number;
  /** What earlier attempts told. */
  readonly earlier: readonly RunEvent[];
}

export async function performRun(wanted: EngineRequest, context: RunContext): Promise<ElsewhereOutcome> {
  const { hub, control } = context;
  const aborter = new AbortController();
  void control.whenStopped().then(() => aborter.abort());
  const request = wanted.resume === true ? await resumeRequest(wanted.folder) : wanted;
  const stored = wanted.resume === true ? await readRunRecord(runFiles(wanted.folder).run) : undefined;

  const dataContext = createDataContext(request, (event) => hub.emit(event), aborter.signal);
  const understood = await understandSource(request, dataContext, stored?.imports);
  const settings = withOptions(understood.settings, request);
  const { on } = request;
  if (on !== undefined && request.resume === true) {
    const ended = await reattach(request, on, settings, context);
    if (ended !== undefined) return ended;
  }
  const python = on && (await preflight(on, settings.batchSize));
  hub.emit({ event: 'state', state: 'loading-data' });
  const dataset = await openDataset(
    { ...understood.data, validation: settings.validation, limit: request.limit, seed: settings.seed },
    dataContext,
  );
  try {
    aborter.signal.throwIfAborted();
    hub.emit({ event: 'state', state: 'compiling' });
    const run = { request, understood, settings, dataset, stored };
    if (on !== undefined && python !== undefined) return await trainElsewhere(run, on, python, context);
    return await trainOn(run, context);
  } catch (error) {
    throw isOutOfMemory(error) ? outOfMemory(error, settings.batchSize) : error;
  } finally {
    await dataset.close();
  }
}

/** What is known once the data are open. */
export interface OpenedRun {
  readonly request: EngineRequest;
  readonly understood: UnderstoodTraining;
  readonly settings: TrainSettings;
  readonly dataset: OpenedDataset;
  /** Of a resumed run. */
  readonly stored: RunRecord | undefined;
}

async function trainOn(run: OpenedRun, context: RunContext): Promise<TrainingOutcome> {
  const { request, understood, settings, stored } = run;
  const { hub, control } = context;
  const { program, plan, data, engine, reason, shares } = await prepareRun(run, context);
  const record = createRunRecord(run, { program, engine, shares });
  if (stored === undefined) {
    await keepRunRecord(request.folder, record);
    await writeDataRecord(request.folder, run.dataset, plan);
  } else for (const warning of checkUnchanged(stored, record)) hub.emit(warning);

  checkMemory(program, settings.batchSize, shares.threads ?? 1, context.availableMemory());
  const checkpoints = openCheckpoints(runFiles(request.folder).checkpoints);
  const start = await startingPoint({ program, settings, request, checkpoints, examples: data.train.length });
  for (const skipped of start.skipped) {
    hub.emit({
      event: 'warning',
      code: 'run/checkpoint',
      message: `A checkpoint is not usable, an older one was taken: ${skipped}`,
    });
  }
  const load = { parts: shares.parts, ...(shares.threads === null ? {} : { threads: shares.threads }) };
  const session = await engine.load(program, { variables: start.variables, ...load });
  try {
    hub.emit(startEvent(run, { program, data, engine, reason, start }));
    const places = createLayerPlaces(understood.graph, understood.uri);
    const options: TrainerOptions = {
      program,
      session,
      settings,
      data,
      control,
      emit: (event) => hub.emit(event),
      now: () => performance.now(),
      keeper: keeperOf(request, program, context),
      watch: watchOf(run, program, data, places, context),
      state: start.state,
    };
    try {
      const outcome = await train(options);
      if (outcome.reason !== 'stopped' && data.test !== undefined) {
        const { batchSize } = settings;
        const keep = {
          folder: request.folder,
          plan,
          fed: run.dataset.fed,
          session,
          test: data.test,
          batchSize,
          control,
        };
        // The training is done by then: what cannot be kept for looking at must not turn it into a failure.
        await keepPredictions(keep).catch((error: unknown) => console.error(error));
      }
      return outcome;
    } catch (error) {
      if (!(error instanceof NonFiniteProblem)) throw error;
      throw await explainNonFinite(error, { program, engine, load, options, checkpoints, placeOf: places });
    }
  } finally {
    await disposeOf(session);
  }
}

function keeperOf({ folder }: EngineRequest, program: Program, { hub, pace }: RunContext): RunKeeper {
  const { checkpoints, snapshots } = runFiles(folder);
  let told = false;
  return createRunKeeper({
    program,
    checkpoints: openCheckpoints(checkpoints),
    snapshots,
    now: () => performance.now(),
    ...(pace && { pace }),
    onSnapshotLost: (error) => {
      if (!told)
        hub.emit({
          event: 'warning',
          code: 'run/snapshot',
          message: `The weights of an epoch could not be kept: ${String(error)}`,
        });
      told = true;
    },
  });
}

function watchOf(
  { understood, settings }: OpenedRun,
  program: Program,
  data: TrainingData,
  placeOf: ReturnType<typeof createLayerPlaces>,
  { earlier }: RunContext,
): TrainingWatch {
  const [output] = settings.outputs;
  const size = understood.graph.outputs.find(({ name }) => name === output?.output)?.node.output?.at(-1);
  const categorical = settings.outputs.length === 1 && output?.loss.name.includes('categorical_crossentropy') === true;
  return createTrainingWatch({
    program,
    placeOf,
    examples: data.train.length,
    classes: categorical && typeof size === 'number' ? size : undefined,
    losses: earlier.flatMap((event) =>
      event.event === 'epoch' && event.logs['loss'] !== undefined ? [event.logs['loss']] : [],
    ),
  });
}

/** What was learned is kept by then; a back end that fails to let go must not turn success into failure. */
async function disposeOf(session: EngineSession): Promise<void> {
  await session.dispose().catch((error: unknown) => console.error(error));
}
