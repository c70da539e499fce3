import { initialVariables } from '../../../server/src/compiler/initializers';
import { compileTraining } from '../../../server/src/compiler/compile';
import { createFeedBatches } from '../../../server/src/engine/data/batches';
import { planFeeds } from '../../../server/src/engine/data/planFeeds';
import { openDataset } from '../../../server/src/engine/data/openDataset';
import type { DataContext } from '../../../server/src/engine/data/dataSource';
import { selectEngine } from '../../../server/src/engine/selectEngine';
import { createTrainingControl } from '../../../server/src/engine/training/control';
import { train } from '../../../server/src/engine/trainer';
import { understandSource } from '../../../server/src/engine/understandSource';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';

/** The losses of the first batches of a training by one of our engines, each batch told. */
export async function engineLosses(
  request: Omit<EngineRequest, 'folder'>,
  context: DataContext,
  batches: number,
): Promise<readonly number[]> {
  const understood = await understandSource({ ...request, folder: context.folder }, context);
  const settings = { ...understood.settings, epochs: 1, seed: request.seed ?? understood.settings.seed };
  const { validation, seed } = settings;
  const dataset = await openDataset({ ...understood.data, validation, limit: request.limit, seed }, context);
  const plan = planFeeds(understood.graph, settings, dataset.fed, dataset.prelude);
  const program = compileTraining(understood.graph, settings, { inputs: plan.inputs, targets: plan.targets });
  const { engine } = await selectEngine(request.engine);
  const session = await engine.load(program, { variables: initialVariables(program, settings.seed) });
  const losses: number[] = [];
  const control = createTrainingControl();
  let clock = 0;
  try {
    await train({
      program,
      session,
      settings,
      data: { train: createFeedBatches(dataset.train, plan.feeds), validation: undefined, test: undefined },
      control,
      // A clock that runs so fast that no batch is left untold.
      now: () => (clock += 1000),
      emit: (event) => {
        if (event.event !== 'batch') return;
        losses.push(event.logs['loss'] ?? Number.NaN);
        if (losses.length === batches) control.stop();
      },
    });
  } finally {
    await session.dispose();
    await dataset.close();
  }
  return losses;
}
