import { initialVariables } from '../../compiler/initializers';
import type { Engine, LoadOptions } from '../backend';
import type { Program } from '../../compiler/program';
import type { CheckpointStore } from '../runs/checkpointStore';
import { textOf } from '../runProblem';
import type { TrainerOptions } from '../trainer';
import { findNonFinite, type NonFiniteOrigin } from './findNonFinite';
import type { LayerPlace } from './layerPlaces';
import { NonFiniteProblem } from './nonFiniteProblem';
import { findResumePoint } from './resumePoint';
import { initialState } from './trainingState';

export interface ExplainOptions {
  readonly program: Program;
  readonly engine: Engine;
  readonly load: Omit<LoadOptions, 'variables'>;
  readonly options: TrainerOptions;
  readonly checkpoints: CheckpointStore;
  readonly placeOf: (path: string) => LayerPlace;
}

/** The problem with the layer that was the first to produce a NaN or an infinity, where it can be found. */
export async function explainNonFinite(
  problem: NonFiniteProblem,
  { program, engine, load, options, checkpoints, placeOf }: ExplainOptions,
): Promise<NonFiniteProblem> {
  const { session, settings, data, control, now } = options;
  try {
    const kept = await findResumePoint(checkpoints, program, data.train.length, settings.callbacks.length);
    const from = kept ?? {
      state: initialState(settings.callbacks.length),
      variables: initialVariables(program, settings.seed),
    };
    const search = { program, engine, load, options: { session, settings, data, control, now }, from };
    const origin = await findNonFinite(search, problem.globalStep);
    return origin === undefined ? problem : withOrigin(problem, origin, placeOf);
  } catch (error) {
    // The problem itself must be told, whatever keeps its cause from being found.
    console.error(`the layer could not be found: ${textOf(error)}`);
    return problem;
  }
}

function withOrigin(
  problem: NonFiniteProblem,
  { layer, op, globalStep }: NonFiniteOrigin,
  placeOf: ExplainOptions['placeOf'],
): NonFiniteProblem {
  const { message, nextStep } = problem;
  if (layer === '') {
    const reason =
      op === 'Placeholder'
        ? `The data of batch ${globalStep + 1} hold it already.`
        : `${op}, outside all layers, was the first to give it in batch ${globalStep + 1}.`;
    return new NonFiniteProblem(problem.globalStep, { message, reason, nextStep, error: problem });
  }
  const reason = `${layer} was the first to give a value that is not finite (${op}, batch ${globalStep + 1} of the run).`;
  return new NonFiniteProblem(problem.globalStep, {
    message: `${message}; ${layer} was the first to give one`,
    reason,
    nextStep,
    ...placeOf(layer),
    error: problem,
  });
}
