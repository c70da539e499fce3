/** From a complete model graph to the program that both engines run. */
import type { ModelGraph } from '../language/model/graph';
import type { TrainSettings } from '../language/model/trainSettings';
import type { CompileOptions } from './compileOptions';
import { FunctionBuilder } from './functionBuilder';
import { compileGradientSums } from './gradientSums';
import { lowerForward, type ForwardPass } from './lowering';
import { buildObjective, type Objective, type ObjectiveOptions } from './objective';
import type { Program, ProgramFunction } from './program';
import { buildUpdate, optimizerVariables } from './update';
import { modelWeights, type ModelWeight } from './variables';

export type { CompileOptions, InputPlan, TargetPlan } from './compileOptions';

/**
 * Training: the functions `train` (updates and `metrics`), `evaluate` (`metrics`), `gradients` (their squared sums by
 * weight), `firing` (the largest value of each example's rectified units, by path), `predict` (outputs by name) and
 * `features` (each node's value by path). Throws when the graph is not complete or a layer cannot be lowered.
 */
export function compileTraining(graph: ModelGraph, settings: TrainSettings, options: CompileOptions): Program {
  requireComplete(graph);
  const weights = modelWeights(graph, new Set(settings.frozen));
  const common = { graph, settings, compile: options, weights };
  const whole = compileStep({ ...common, training: true, parts: 1 });
  const separable = !whole.needsWholeBatch;
  const parts = separable ? (options.parts ?? 1) : 1;
  return {
    name: graph.name,
    variables: [...weights.map(({ variable }) => variable), ...optimizerVariables(settings, weights)],
    functions: {
      train:
        parts === 1 ? whole.step : { ...compileStep({ ...common, training: true, parts }).step, uncut: whole.step },
      evaluate: {
        ...compileEvaluation({ ...common, training: false, parts }),
        ...(parts > 1 && { uncut: compileEvaluation({ ...common, training: false, parts: 1 }) }),
      },
      gradients: compileGradientSums({ ...common, training: true, parts: 1 }),
      firing: compileForward(graph, options, (pass, build) => firing(graph, pass, build)),
      ...predictionFunctions(graph, options),
    },
    separable,
  };
}

/** Prediction alone: `predict` and `features`. */
export function compilePrediction(graph: ModelGraph, options: CompileOptions): Program {
  requireComplete(graph);
  return {
    name: graph.name,
    variables: modelWeights(graph, new Set()).map(({ variable }: ModelWeight) => variable),
    functions: predictionFunctions(graph, options),
    separable: true,
  };
}

function requireComplete(graph: ModelGraph): void {
  if (!graph.complete) throw new Error(`${graph.name} has errors or sizes that are not known: it cannot be compiled`);
}

function compileStep(options: ObjectiveOptions): { readonly step: ProgramFunction; readonly needsWholeBatch: boolean } {
  const build = new FunctionBuilder(options.parts);
  const objective = buildObjective(build, options);
  buildUpdate(build, options.settings, options.weights, objective.loss);
  for (const [variable, value] of objective.updates) build.graph.update('AssignVariableOp', [variable], [value]);
  return { step: finish(build, objective), needsWholeBatch: objective.needsWholeBatch };
}

function compileEvaluation(options: ObjectiveOptions): ProgramFunction {
  const build = new FunctionBuilder(options.parts);
  return finish(build, buildObjective(build, options));
}

function finish(build: FunctionBuilder, { metrics, metricLayout }: Objective): ProgramFunction {
  return build.finish([{ name: 'metrics', value: metrics }], metricLayout);
}

function predictionFunctions(
  graph: ModelGraph,
  options: CompileOptions,
): { readonly predict: ProgramFunction; readonly features: ProgramFunction } {
  return {
    predict: compileForward(graph, options, (pass) =>
      graph.outputs.map(({ name, node }) => ({ name, value: pass.values.get(node) })),
    ),
    features: compileForward(graph, options, (pass) =>
      graph.nodes.map((node) => ({ name: node.path, value: pass.values.get(node) })),
    ),
  };
}

type Results = readonly { readonly name: string; readonly value: ReturnType<ForwardPass['values']['get']> }[];

/** Each rectified node's largest value over its spatial axes, by path: zero for a unit that did not fire. */
function firing(graph: ModelGraph, { values }: ForwardPass, { graph: build }: FunctionBuilder): Results {
  return graph.nodes.flatMap((node) => {
    const value = values.get(node);
    if (value === undefined || !rectifiers.has(build.producer(value).op)) return [];
    const axes = value.shape.map((_, axis) => axis).slice(1, -1);
    return [{ name: node.path, value: axes.length === 0 ? value : build.apply('Max', [value], { axes }) }];
  });
}

const rectifiers: ReadonlySet<string> = new Set(['Relu', 'Relu6']);

function compileForward(
  graph: ModelGraph,
  options: CompileOptions,
  results: (pass: ForwardPass, build: FunctionBuilder) => Results,
): ProgramFunction {
  const build = new FunctionBuilder(1);
  const inputs = new Map([...options.inputs].map(([path, plan]) => [path, build.planned(plan, 0, false)]));
  const pass = lowerForward(build.graph, graph, {
    training: false,
    frozen: new Set(),
    inputs,
    random: () => {
      throw new Error('prediction draws no random numbers');
    },
  });
  return build.finish(results(pass, build).flatMap(({ name, value }) => (value ? [{ name, value }] : [])));
}
