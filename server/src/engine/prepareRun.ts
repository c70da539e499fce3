/** What comes before a run or an evaluation computes: its data's places, its options, its program and its engine. */
import { dirname, join } from 'node:path';
import { compileTraining } from '../compiler/compile';
import type { Program } from '../compiler/program';
import type { TrainSettings } from '../language/model/trainSettings';
import type { EngineRequest } from '../protocol/engineMessages';
import type { RunEventBody } from '../protocol/runEvents';
import type { Engine } from './backend';
import { cacheFolder } from './cacheFolder';
import { chooseParts, chooseShares, type Shares } from './chooseShares';
import { adaptNormalization } from './data/adaptNormalization';
import { createFeedBatches } from './data/batches';
import type { DataContext } from './data/dataSource';
import { planFeeds, type FeedPlan } from './data/planFeeds';
import { sampleWeights } from './data/sampleWeights';
import type { EngineDependencies } from './engineProcess';
import type { OpenedRun } from './performRun';
import { setThreadVariables } from './threadVariables';
import type { TrainingData } from './trainer';

export interface PreparedRun {
  readonly program: Program;
  readonly plan: FeedPlan;
  readonly data: TrainingData;
  readonly engine: Engine;
  readonly reason: string | undefined;
  readonly shares: Shares;
}

/** Compiles, chooses the engine, and shares the batch out: a resumed run keeps to what it was started with. */
export async function prepareRun(
  { understood, settings, dataset, request, stored }: OpenedRun,
  { selectEngine }: Pick<EngineDependencies, 'selectEngine'>,
): Promise<PreparedRun> {
  const plan = await adaptNormalization(
    planFeeds(understood.graph, settings, dataset.fed, dataset.prelude),
    dataset.train,
  );
  const weights = await sampleWeights(settings, dataset.fed, dataset.train);
  const compile = (parts: number): Program =>
    compileTraining(understood.graph, settings, { inputs: plan.inputs, targets: plan.targets, parts });
  const whole = compile(1);
  setThreadVariables(
    stored?.engine.parts ?? chooseParts(whole.separable, settings.batchSize),
    stored?.engine.environment,
  );
  const { engine, reason } = await selectEngine(request.engine);
  const usual = chooseShares(engine.name, whole.separable, settings.batchSize);
  const shares = {
    parts: stored?.engine.parts ?? usual.parts,
    threads: stored === undefined ? usual.threads : stored.engine.threads,
  };
  return {
    program: shares.parts === 1 ? whole : compile(shares.parts),
    plan,
    engine,
    reason,
    shares,
    data: {
      train: createFeedBatches(dataset.train, plan.feeds, weights),
      validation: dataset.validation && createFeedBatches(dataset.validation, plan.feeds, weights),
      test: dataset.test && createFeedBatches(dataset.test, plan.feeds, weights),
    },
  };
}

/** Options of the request win over the text. */
export function withOptions(settings: TrainSettings, request: EngineRequest): TrainSettings {
  return {
    ...settings,
    epochs: request.epochs ?? settings.epochs,
    seed: request.seed ?? settings.seed,
    batchSize: request.batchSize ?? settings.batchSize,
  };
}

/** Where the data of a request are looked for; downloads and remarks are told as events. */
export function createDataContext(
  request: EngineRequest,
  emit: (event: RunEventBody) => void,
  signal: AbortSignal,
): DataContext {
  let last = Number.NEGATIVE_INFINITY;
  return {
    folder: dirname(request.file),
    roots: [dirname(request.file), request.workspace ?? workspaceOf(request.folder)],
    dataFolders: request.dataFolders ?? {},
    cacheFolder: join(cacheFolder(), 'data'),
    allowDownload: true,
    signal,
    onRemark: (remark) => emit({ event: 'warning', ...remark }),
    onProgress: ({ message, done, total, unit }) => {
      if (done < total && performance.now() - last < 100) return;
      last = performance.now();
      emit({ event: 'state', state: 'loading-data', message, progress: { done, total, unit } });
    },
  };
}

/** A run's folder is `<workspace>/.shapewright/runs/<run>`. */
function workspaceOf(folder: string): string {
  return dirname(dirname(dirname(folder)));
}
