/** Where a training begins: fresh weights, weights taken over, or the point at which a resumed run goes on. */
import { dirname } from 'node:path';
import { initialVariables } from '../../compiler/initializers';
import type { Program } from '../../compiler/program';
import type { TrainSettings } from '../../language/model/trainSettings';
import type { EngineRequest } from '../../protocol/engineMessages';
import type { CarriedLayer } from '../../protocol/runEvents';
import type { CheckpointStore } from '../runs/checkpointStore';
import { findResumePoint, type FoundPoint } from './resumePoint';
import { applyStartingWeights, namedWeights } from './startingWeights';
import { encodeState, initialState } from './trainingState';

export interface StartingPoint extends FoundPoint {
  /** Layer by layer, where weights were to be taken over. */
  readonly carried: readonly CarriedLayer[] | undefined;
}

export interface StartingPointOptions {
  readonly program: Program;
  readonly settings: TrainSettings;
  readonly request: EngineRequest;
  readonly checkpoints: CheckpointStore;
  /** Of the training part. */
  readonly examples: number;
}

export async function startingPoint({
  program,
  settings,
  request,
  checkpoints,
  examples,
}: StartingPointOptions): Promise<StartingPoint> {
  if (request.resume === true) {
    const point = await findResumePoint(checkpoints, program, examples, settings.callbacks.length);
    if (point !== undefined) return { ...point, carried: undefined };
  }
  const state = initialState(settings.callbacks.length);
  const variables = initialVariables(program, settings.seed);
  const folder = dirname(request.file);
  const wanted = request.weights === undefined ? settings.weights : namedWeights(request.weights, folder);
  if (wanted === undefined) return { state, variables, carried: undefined, skipped: [] };
  const { values, layers } = await applyStartingWeights(program, variables, wanted, {
    folder,
    runs: dirname(request.folder),
  });
  // Where they came from may have changed by the time that this run is resumed.
  await checkpoints.save(0, encodeState(state, values), false);
  return { state, variables: values, carried: layers, skipped: [] };
}
