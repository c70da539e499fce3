/** The work of an engine process: understand the source, open the data, compile, start the engine, train. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { compileTraining } from '../compiler/compile';
import { initialVariables } from '../compiler/initializers';
import type { Program } from '../compiler/program';
import type { TrainSettings } from '../language/model/trainSettings';
import type { EngineRequest } from '../protocol/engineMessages';
import type { Engine, EngineSession, Tensor } from './backend';
import { cacheFolder } from './cacheFolder';
import { createFeedBatches } from './data/batches';
import type { DataContext } from './data/dataSource';
import { adaptNormalization } from './data/adaptNormalization';
import { openDataset, type OpenedDataset } from './data/openDataset';
import { planFeeds } from './data/planFeeds';
import type { EngineDependencies } from './engineProcess';
import type { EventHub } from './eventHub';
import { openCheckpoints } from './runs/checkpointStore';
import { runFiles, runName } from './runs/runFolder';
import { createRunKeeper } from './training/runKeeper';
import { runSchemaVersion, writeRunRecord } from './runs/runRecord';
import { setThreadVariables } from './threadVariables';
import { train, type TrainingOutcome } from './trainer';
import type { TrainingControl } from './training/control';
import { applyStartingWeights } from './training/startingWeights';
import { understandSource, type UnderstoodTraining } from './understandSource';

export interface RunContext {
  readonly hub: EventHub;
  readonly control: TrainingControl;
  readonly selectEngine: EngineDependencies['selectEngine'];
}

export async function performRun(request: EngineRequest, context: RunContext): Promise<TrainingOutcome> {
  const { hub, control } = context;
  const aborter = new AbortController();
  void control.whenStopped().then(() => aborter.abort());

  const dataContext = createDataContext(request, hub, aborter.signal);
  const understood = await understandSource(request, dataContext);
  const settings = withOptions(understood.settings, request);
  hub.emit({ event: 'state', state: 'loading-data' });
  const dataset = await openDataset(
    { ...understood.data, validation: settings.validation, limit: request.limit, seed: settings.seed },
    dataContext,
  );
  aborter.signal.throwIfAborted();

  hub.emit({ event: 'state', state: 'compiling' });
  const { program, batches } = await compile(understood, settings, dataset);
  setThreadVariables(program.separable);
  const { engine, reason } = await context.selectEngine(request.engine);
  const variables = await startingVariables(program, settings, request, hub);
  const session = await engine.load(program, { variables });
  try {
    await record(request, understood, settings, dataset, program, engine);
    emitStart(request, understood, settings, batches, { engine, reason, hub });
    return await train({
      program,
      session,
      settings,
      data: batches,
      control,
      emit: (event) => hub.emit(event),
      now: () => performance.now(),
      keeper: keeperOf(request, program),
    });
  } finally {
    await closeAll(session, dataset);
  }
}

/** Options of the request win over the text. */
function withOptions(settings: TrainSettings, request: EngineRequest): TrainSettings {
  return { ...settings, epochs: request.epochs ?? settings.epochs, seed: request.seed ?? settings.seed };
}

function createDataContext(request: EngineRequest, hub: EventHub, signal: AbortSignal): DataContext {
  let last = Number.NEGATIVE_INFINITY;
  return {
    folder: dirname(request.file),
    roots: [dirname(request.file), workspaceOf(request.folder)],
    dataFolders: request.dataFolders ?? {},
    cacheFolder: join(cacheFolder(), 'data'),
    allowDownload: true,
    signal,
    onProgress: ({ message, done, total, unit }) => {
      if (done < total && performance.now() - last < 100) return;
      last = performance.now();
      hub.emit({ event: 'state', state: 'loading-data', message, progress: { done, total, unit } });
    },
  };
}

/** A run's folder is `<workspace>/.shapewright/runs/<run>`. */
function workspaceOf(folder: string): string {
  return dirname(dirname(dirname(folder)));
}

async function compile(
  understood: UnderstoodTraining,
  settings: TrainSettings,
  dataset: OpenedDataset,
): Promise<{ readonly program: Program; readonly batches: Parameters<typeof train>[0]['data'] }> {
  const plan = await adaptNormalization(
    planFeeds(understood.graph, settings, understood.data.description, dataset.prelude),
    dataset.train,
  );
  const program = compileTraining(understood.graph, settings, { inputs: plan.inputs, targets: plan.targets });
  return {
    program,
    batches: {
      train: createFeedBatches(dataset.train, plan.feeds),
      validation: dataset.validation && createFeedBatches(dataset.validation, plan.feeds),
      test: dataset.test && createFeedBatches(dataset.test, plan.feeds),
    },
  };
}

async function startingVariables(
  program: Program,
  settings: TrainSettings,
  request: EngineRequest,
  hub: EventHub,
): Promise<ReadonlyMap<string, Tensor>> {
  const variables = initialVariables(program, settings.seed);
  if (settings.weights === undefined) return variables;
  const { values, message } = await applyStartingWeights(program, variables, settings.weights, {
    folder: dirname(request.file),
    runs: dirname(request.folder),
  });
  if (message !== undefined) hub.emit({ event: 'warning', code: 'run/weights', message });
  return values;
}

async function record(
  request: EngineRequest,
  { graph, name }: UnderstoodTraining,
  settings: TrainSettings,
  dataset: OpenedDataset,
  program: Program,
  engine: Engine,
): Promise<void> {
  await writeRunRecord(runFiles(request.folder).run, {
    schemaVersion: runSchemaVersion,
    run: runName(request.folder),
    file: request.file,
    source: request.source,
    sourceHash: sha256(request.source),
    programHash: sha256(JSON.stringify(program)),
    dataHash: dataset.hash,
    model: graph.name,
    train: name,
    seed: settings.seed,
    epochs: settings.epochs,
    batchSize: settings.batchSize,
    limit: request.limit ?? null,
    params: graph.totals.params ?? 0,
    engine: { name: engine.name, version: engine.version, parts: null, threads: null },
    versions: { node: process.version, v8: process.versions.v8 },
  });
}

function emitStart(
  request: EngineRequest,
  { graph, name }: UnderstoodTraining,
  settings: TrainSettings,
  data: Parameters<typeof train>[0]['data'],
  { engine, reason, hub }: { readonly engine: Engine; readonly reason: string | undefined; readonly hub: EventHub },
): void {
  hub.emit({
    event: 'start',
    run: runName(request.folder),
    folder: request.folder,
    model: graph.name,
    train: name,
    engine: engine.name,
    engineVersion: engine.version,
    engineReason: reason,
    params: graph.totals.params ?? 0,
    examples: { train: data.train.length, validation: data.validation?.length ?? 0, test: data.test?.length ?? 0 },
    epochs: settings.epochs,
    steps: Math.ceil(data.train.length / settings.batchSize),
    batchSize: settings.batchSize,
    seed: settings.seed,
  });
}

function keeperOf(request: EngineRequest, program: Program): ReturnType<typeof createRunKeeper> {
  const { checkpoints, snapshots } = runFiles(request.folder);
  return createRunKeeper({ program, checkpoints: openCheckpoints(checkpoints), snapshots, now: () => performance.now() });
}

/** What was learned is kept by then; a back end that fails to let go must not turn success into failure. */
async function closeAll(session: EngineSession, dataset: OpenedDataset): Promise<void> {
  await session.dispose().catch((error: unknown) => console.error(error));
  await dataset.close();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

