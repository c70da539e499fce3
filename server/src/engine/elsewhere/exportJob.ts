/** `shapewright export --to ray`: a training as a folder that stands alone, data and first weights in it. */
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { compileTraining } from '../../compiler/compile';
import type { EngineRequest } from '../../protocol/engineMessages';
import { adaptNormalization } from '../data/adaptNormalization';
import type { DataContext } from '../data/dataSource';
import { openDataset } from '../data/openDataset';
import { planFeeds } from '../data/planFeeds';
import { sampleWeights } from '../data/sampleWeights';
import { openCheckpoints } from '../runs/checkpointStore';
import { createRunRecord } from '../runStart';
import { startingPoint } from '../training/startingPoint';
import { understandSource } from '../understandSource';
import { writeJobFolder } from './jobFolder';

/** Writes the folder anew. Throws a RunProblem where the file cannot be trained, or not by Keras. */
export async function exportJob(
  wanted: Omit<EngineRequest, 'folder'>,
  out: string,
  context: DataContext,
): Promise<void> {
  // Nothing is kept of a run: its folder only gives the record a name.
  const request: EngineRequest = { ...wanted, folder: join(context.folder, '.shapewright', 'runs', randomUUID()) };
  const understood = await understandSource(request, context);
  const settings = {
    ...understood.settings,
    epochs: request.epochs ?? understood.settings.epochs,
    seed: request.seed ?? understood.settings.seed,
    batchSize: request.batchSize ?? understood.settings.batchSize,
  };
  const { validation, seed } = settings;
  const dataset = await openDataset({ ...understood.data, validation, limit: request.limit, seed }, context);
  try {
    const plan = await adaptNormalization(
      planFeeds(understood.graph, settings, dataset.fed, dataset.prelude),
      dataset.train,
    );
    const weights = await sampleWeights(settings, dataset.fed, dataset.train);
    const program = compileTraining(understood.graph, settings, { inputs: plan.inputs, targets: plan.targets });
    const record = createRunRecord(
      { request, understood, settings, dataset, stored: undefined },
      { program, engine: { name: 'python', version: 'Keras 3 on JAX' }, shares: { parts: null, threads: null } },
    );
    const checkpoints = openCheckpoints(join(request.folder, 'checkpoints'));
    const { variables } = await startingPoint({
      program,
      settings,
      request,
      checkpoints,
      examples: dataset.train.length,
    });
    // The folder goes to others: where its file and data lay is of no use to them.
    const moved = { ...record, file: basename(record.file), workspace: null, dataFolders: {} };
    const content = { understood, settings, dataset, plan, weights, program, variables, resume: undefined };
    await writeJobFolder(out, { ...content, record: moved });
  } finally {
    await dataset.close();
  }
}
