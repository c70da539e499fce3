import { compilePrediction } from '../../../compiler/compile';
import type { Program, ProgramFunction } from '../../../compiler/program';
import type { ModelAnalysis } from '../../../language/model/graph';
import { ExportProblem } from '../exportProblem';

export interface PredictProgram {
  readonly program: Program;
  readonly predict: ProgramFunction;
}

/**
 * A model's prediction as primitive operations, the same that the engines run: its inputs are float32 and called by
 * their paths, its results by the outputs' names. Throws an ExportProblem where a size is not known or an error stands.
 */
export function predictProgram({ graph }: ModelAnalysis, target: string): PredictProgram {
  const unknown = graph.nodes.find(({ output }) => output === undefined || output.includes(null));
  if (unknown !== undefined || !graph.complete)
    throw new ExportProblem(target, unknown, 'every size has to be known: give the input its sizes');
  const compiled = compilePrediction(graph, {
    inputs: new Map(
      graph.inputs.map(({ path, output = [] }) => [
        path,
        { feed: path, dtype: 'float32', shape: output.map((size) => size ?? 1), prelude: [] },
      ]),
    ),
    targets: new Map(),
  });
  const predict = compiled.functions['predict'];
  if (predict === undefined) throw new Error('a program without prediction');
  return { program: { ...compiled, functions: { predict } }, predict };
}
