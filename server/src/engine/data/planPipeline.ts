import type { DataStep } from '../../language/model/graph';
import { RunProblem } from '../runProblem';
import { pipelineSteps } from './steps/pipelineStepRegistry';

export interface PipelinePlan {
  /** Done on each batch as it is read, in order. */
  readonly pipeline: readonly DataStep[];
  /** Done in the program, on what is fed: pointwise steps, which cost nothing there and keep the feed in bytes. */
  readonly prelude: readonly DataStep[];
}

/** The steps that the compiler takes as a prelude; each acts on every value alone. */
const pointwise = new Set(['Rescaling', 'Normalization']);

/**
 * Splits the data steps. A pointwise step moves behind those that only move pixels: the result is the same, and
 * bytes stay bytes until they are fed. Throws a RunProblem for a step that neither side can do.
 */
export function planPipeline(steps: readonly DataStep[]): PipelinePlan {
  const unknown = steps.find(({ layer }) => !pointwise.has(layer.name) && !pipelineSteps.has(layer.name));
  if (unknown !== undefined) throw notInPipeline(unknown.layer.name);
  const first = steps.findIndex(
    (step, index) => pointwise.has(step.layer.name) && steps.slice(index).every((later) => pointwise.has(later.layer.name) || movesPixels(later)),
  );
  if (first < 0) return { pipeline: steps, prelude: [] };
  const tail = steps.slice(first);
  const pipeline = [...steps.slice(0, first), ...tail.filter((step) => !pointwise.has(step.layer.name))];
  const early = pipeline.find(({ layer }) => pointwise.has(layer.name));
  if (early !== undefined) throw notInPipeline(early.layer.name);
  return { pipeline, prelude: tail.filter((step) => pointwise.has(step.layer.name)) };
}

function movesPixels(step: DataStep): boolean {
  return pipelineSteps.get(step.layer.name)?.movesPixels === true;
}

function notInPipeline(name: string): RunProblem {
  return new RunProblem('data/step', {
    message: `${name} cannot stand in a data declaration here`,
    reason: 'The data pipeline has no such step at this place.',
    nextStep: `Move ${name} into the model, behind its input.`,
  });
}
