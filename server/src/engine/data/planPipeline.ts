import type { DataDescription, DataPart } from '../../language/data/description';
import { describeStep, partsOfStep } from '../../language/data/steps';
import type { DataStep } from '../../language/model/graph';
import { RunProblem } from '../runProblem';
import { pipelineSteps } from './steps/pipelineStepRegistry';

export interface PipelinePlan {
  /** Done once on a whole series, before its windows are cut. */
  readonly series: readonly DataStep[];
  /** Cuts a series into examples. */
  readonly window: DataStep | undefined;
  readonly parts: ReadonlyMap<string, PartPlan>;
  /** What the pipeline gives: the description behind all steps, its types those before the prelude. */
  readonly fed: DataDescription;
}

/** What happens to one part of each example. */
export interface PartPlan {
  /** Done on each example as it is read, in order. */
  readonly pipeline: readonly PlacedStep[];
  /** Done in the program, on what is fed: pointwise steps, which cost nothing there and keep the feed in bytes. */
  readonly prelude: readonly DataStep[];
}

export interface PlacedStep extends DataStep {
  /** Among all steps: an image and its mask draw alike at one place. */
  readonly place: number;
}

/** The steps that the compiler takes as a prelude; each acts on every value alone. */
const pointwise = new Set(['Rescaling', 'Normalization']);

/**
 * Shares out the steps of a declaration. A pointwise step moves behind those that only move values: the result is the
 * same, and bytes stay bytes until they are fed. Throws a RunProblem for a step that the data cannot take.
 */
export function planPipeline(steps: readonly DataStep[], source: DataDescription): PipelinePlan {
  const cut = steps.findIndex(({ layer }) => layer.name === 'Window');
  const unknown = steps.find(({ layer }, place) => place !== cut && !isKnown(layer.name, place < cut));
  if (unknown !== undefined) throw notInPipeline(unknown.layer.name);
  const stages: DataDescription[] = [source];
  const taken = new Map<string, { readonly step: PlacedStep; readonly before: DataPart }[]>();
  steps.forEach((step, place) => {
    const before = stages.at(-1) ?? source;
    if (place > cut) {
      for (const name of partsOfStep(before, step.layer)) {
        const part = before.parts.find((candidate) => candidate.name === name);
        if (part !== undefined)
          taken.set(name, [...(taken.get(name) ?? []), { step: { ...withClasses(step, part), place }, before: part }]);
      }
    }
    stages.push(behind(before, step));
  });
  const final = stages.at(-1) ?? source;
  const parts = new Map<string, PartPlan>();
  const fed = final.parts.map((part) => {
    const own = taken.get(part.name) ?? [];
    const first = preludeStart(own.map(({ step }) => step));
    const movers = own.slice(first).filter(({ step }) => !pointwise.has(step.layer.name));
    const prelude = own.slice(first).filter(({ step }) => pointwise.has(step.layer.name));
    parts.set(part.name, {
      pipeline: [...own.slice(0, first), ...movers].map(({ step }) => step),
      prelude: prelude.map(({ step }) => step),
    });
    const [start] = prelude;
    return start === undefined ? part : { ...part, type: start.before.type, range: start.before.range };
  });
  return { series: cut < 0 ? [] : steps.slice(0, cut), window: steps[cut], parts, fed: { ...final, parts: fed } };
}

/** What a plan leaves to the program, and what it gives. */
export function describePipeline({ parts, fed }: PipelinePlan): {
  readonly fed: DataDescription;
  readonly prelude: ReadonlyMap<string, readonly DataStep[]>;
} {
  return { fed, prelude: new Map([...parts].map(([name, { prelude }]) => [name, prelude])) };
}

/** Where a tail of pointwise and moving steps begins with a pointwise one; the length where there is none. */
function preludeStart(steps: readonly DataStep[]): number {
  const fits = ({ layer }: DataStep): boolean =>
    pointwise.has(layer.name) || pipelineSteps.get(layer.name)?.movesValues === true;
  const start = steps.findIndex((step, index) => pointwise.has(step.layer.name) && steps.slice(index).every(fits));
  return start < 0 ? steps.length : start;
}

function isKnown(name: string, onSeries: boolean): boolean {
  return onSeries ? pointwise.has(name) : pipelineSteps.has(name);
}

function behind(description: DataDescription, step: DataStep): DataDescription {
  const { description: next, problem } = describeStep({ description, testShare: undefined }, step.layer, step.args);
  if (next !== undefined) return next;
  throw problem === undefined ? notInPipeline(step.layer.name) : misfit(problem.message);
}

/** OneHot is as wide as its part has classes. */
function withClasses(step: DataStep, part: DataPart): DataStep {
  return step.layer.name === 'OneHot' ? { ...step, args: { ...step.args, classes: part.classes?.length ?? 1 } } : step;
}

function misfit(message: string): RunProblem {
  return new RunProblem('data/step', {
    message,
    reason: 'The step does not fit what comes before it.',
    nextStep: 'Change the step or the ones before it.',
  });
}

function notInPipeline(name: string): RunProblem {
  return new RunProblem('data/step', {
    message: `${name} cannot stand in a data declaration here`,
    reason: 'The data pipeline has no such step at this place.',
    nextStep: `Move ${name} into the model, behind its input.`,
  });
}
