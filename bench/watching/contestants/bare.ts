/**
 * The training loop by itself on the native engine: no checkpoints, no watch over layers, no events, no window.
 * Argument: the EngineRequest as JSON.
 */
import { compileTraining } from '../../../server/src/compiler/compile';
import { initialVariables } from '../../../server/src/compiler/initializers';
import { chooseParts } from '../../../server/src/engine/chooseShares';
import { createFeedBatches } from '../../../server/src/engine/data/batches';
import type { DataContext } from '../../../server/src/engine/data/dataSource';
import { openDataset } from '../../../server/src/engine/data/openDataset';
import { planFeeds } from '../../../server/src/engine/data/planFeeds';
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import { setThreadVariables } from '../../../server/src/engine/threadVariables';
import { train } from '../../../server/src/engine/trainer';
import { createTrainingControl } from '../../../server/src/engine/training/control';
import { understandSource } from '../../../server/src/engine/understandSource';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import { createGate } from '../../training/contestants/gate';
import { gatedEngine } from '../../training/contestants/gatedEngine';

const request = JSON.parse(process.argv[2] ?? '') as EngineRequest;
const context: DataContext = {
  folder: request.folder,
  roots: [request.folder],
  dataFolders: request.dataFolders ?? {},
  cacheFolder: request.folder,
  allowDownload: false,
  signal: new AbortController().signal,
  onProgress: () => undefined,
};
const understood = await understandSource(request, context);
const settings = { ...understood.settings, epochs: request.epochs ?? 1, seed: request.seed ?? 0 };
const dataset = await openDataset(
  { ...understood.data, validation: settings.validation, limit: request.limit, seed: settings.seed },
  context,
);
const plan = planFeeds(understood.graph, settings, dataset.fed, dataset.prelude);
const compile = (parts: number): ReturnType<typeof compileTraining> =>
  compileTraining(understood.graph, settings, { inputs: plan.inputs, targets: plan.targets, parts });
const parts = chooseParts(compile(1).separable, settings.batchSize);
setThreadVariables(parts);
const engine = gatedEngine(await createNativeEngine(), createGate());
const program = compile(parts);
const session = await engine.load(program, { variables: initialVariables(program, settings.seed), parts });
await train({
  program,
  session,
  settings,
  data: { train: createFeedBatches(dataset.train, plan.feeds), validation: undefined, test: undefined },
  control: createTrainingControl(),
  emit: () => undefined,
  now: () => performance.now(),
});
