import { RunProblem } from '../engine/runProblem';
import { didYouMean } from '../language/diagnostics/didYouMean';
import type { ModelAnalysis } from '../language/model/graph';
import { UsageMistake } from './command/options';

/** The model of a name, or a file's only one. Throws a UsageMistake where it has several, a RunProblem where it has none such. */
export function chosenModel(models: readonly ModelAnalysis[], file: string, name: string | undefined): ModelAnalysis {
  const names = models.map(({ graph }) => graph.name);
  const found = models.find(({ graph }) => name === undefined || graph.name === name);
  if (found === undefined) throw noModel(names, file, name);
  if (name === undefined && models.length > 1)
    throw new UsageMistake(`${file} has several models: say which with --model (${names.join(', ')}).`);
  return found;
}

export function noModel(names: readonly string[], file: string, name: string | undefined): RunProblem {
  const near = name === undefined ? undefined : didYouMean(name, names);
  return new RunProblem('nn/model', {
    message: name === undefined ? `${file} has no model` : `${file} has no model '${name}'`,
    reason: names.length === 0 ? 'It declares none.' : `It has ${names.join(', ')}.`,
    nextStep: near === undefined ? 'Name one of them.' : `Did you mean ${near}?`,
  });
}
