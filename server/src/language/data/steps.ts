import type { LayerArguments, LayerDefinition, LayerProblem } from '../layers/definition';
import { layerRegistry } from '../layers/registry';
import { inferOutput } from '../model/layerFacts';
import type { DataDescription, DataPart } from './description';
import type { DataStepDefinition, DescribedData } from './stepDefinition';
import { OneHot } from './steps/OneHot';
import { Window } from './steps/Window';

/** The steps that only data know. */
export const dataSteps: readonly DataStepDefinition[] = [Window, OneHot];

/** A step of a data flow by name: one of the data's own, else a layer. */
export function findStep(name: string): DataStepDefinition | undefined {
  return dataSteps.find((step) => step.name === name || step.aliases.includes(name)) ?? layerRegistry.get(name);
}

/**
 * The parts that a step acts on: the images where there are images, else every part of numbers, never the
 * target; a step that moves pixels moves the mask too.
 */
export function partsOfStep(description: DataDescription, step: DataStepDefinition): readonly string[] {
  if (step.actsOn !== undefined) return step.actsOn(description);
  const inputs = description.parts.filter(
    (part) => part.name !== description.target && (part.type === 'uint8' || part.type === 'float32'),
  );
  const pictures = inputs.filter((part) => part.shape.length === 3);
  const chosen = pictures.length > 0 ? pictures : inputs;
  const masks =
    step.onData?.movesPixels === true
      ? description.parts.filter((part) => part.type === 'class' && part.shape.length >= 2)
      : [];
  return [...chosen, ...masks].map((part) => part.name);
}

/** What data are behind a step, or why the step does not fit them. */
export function describeStep(
  before: DescribedData,
  step: DataStepDefinition,
  args: LayerArguments,
): { readonly description: DataDescription | undefined; readonly problem: LayerProblem | undefined } {
  const { description } = before;
  const names = new Set(partsOfStep(description, step));
  const parts: DataPart[] = [];
  for (const part of description.parts) {
    if (!names.has(part.name)) {
      parts.push(part);
      continue;
    }
    const { output, problem } = inferOutput(step, [stepShape(part)], args);
    if (problem !== undefined) return { description: undefined, problem };
    if (output === undefined) return { description: undefined, problem: undefined };
    const shape = stepShape(part) === part.shape ? output : output.slice(0, part.shape.length);
    parts.push({ ...part, ...values(part, step, args), shape });
  }
  const changed = { ...description, parts };
  return { description: step.describe?.(changed, args, before) ?? changed, problem: undefined };
}

/** A mask without an axis of channels takes steps as a picture with one, a number as a vector of one. */
function stepShape(part: DataPart) {
  if (part.type === 'class') return part.shape.length === 2 ? [...part.shape, 1] : part.shape;
  return part.shape.length === 0 ? [1] : part.shape;
}

function values(part: DataPart, step: LayerDefinition, args: LayerArguments): Pick<DataPart, 'type' | 'range'> {
  if (part.type === 'class' || step.onData?.keepsValues === true || dataSteps.includes(step))
    return { type: part.type, range: part.range };
  const range = part.range === undefined ? undefined : step.onData?.range?.(part.range, args);
  return { type: 'float32', range };
}
