import type { CompileOptions, TargetPlan } from '../../server/src/compiler/compileOptions';
import { compileTraining } from '../../server/src/compiler/compile';
import type { Program } from '../../server/src/compiler/program';
import { analyze } from '../../server/src/language/analyze';
import type { FunctionValue } from '../../server/src/language/layers/definition';
import type { ModelGraph } from '../../server/src/language/model/graph';
import type { TrainSettings } from '../../server/src/language/model/trainSettings';
import { testHost } from './testHost';

/** The graph of the first model of a text; throws with the diagnostics where it has errors. */
export function graphOf(text: string): ModelGraph {
  const { models, diagnostics } = analyze({ uri: 'file:///test.nn', version: 1, text }, testHost());
  const graph = models[0]?.graph;
  if (graph?.complete !== true) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  return graph;
}

export function functionValue(name: string, args: FunctionValue['args'] = {}): FunctionValue {
  return { kind: 'function', name, args };
}

/** What a compiler test says of training; the rest is at its default. */
export interface TrainingWish {
  readonly optimizer?: FunctionValue;
  readonly loss?: FunctionValue;
  readonly metrics?: readonly FunctionValue[];
  /** Without the batch; the output's shape in float32 when absent. */
  readonly target?: Partial<TargetPlan>;
  readonly frozen?: readonly string[];
  readonly classWeight?: ReadonlyMap<string, number>;
  readonly parts?: number;
}

/** Settings for a model whose outputs all have the same loss and metrics. */
export function settingsOf(graph: ModelGraph, wish: TrainingWish): TrainSettings {
  return {
    optimizer: wish.optimizer ?? functionValue('SGD'),
    outputs: graph.outputs.map(({ name }) => ({
      output: name,
      loss: wish.loss ?? functionValue('mean_squared_error'),
      lossWeight: 1,
      metrics: wish.metrics ?? [],
      target: name,
    })),
    epochs: 1,
    batchSize: 32,
    shuffle: false,
    seed: 0,
    validation: { kind: 'none' },
    callbacks: [],
    classWeight: wish.classWeight,
    weights: undefined,
    frozen: wish.frozen ?? [],
    assertions: [],
  };
}

/** Feeds are named after input paths and, with `target:` in front, outputs. */
export function planOf(graph: ModelGraph, wish: TrainingWish): CompileOptions {
  const sizes = (shape: readonly (number | null)[] | undefined): number[] => (shape ?? []).map(Number);
  return {
    inputs: new Map(
      graph.inputs.map((node) => [
        node.path,
        { feed: node.path, dtype: 'float32', shape: sizes(node.output), prelude: [] },
      ]),
    ),
    targets: new Map(
      graph.outputs.map(({ name, node }) => [
        name,
        { feed: `target:${name}`, dtype: 'float32', shape: sizes(node.output), prelude: [], ...wish.target },
      ]),
    ),
    ...(wish.parts === undefined ? {} : { parts: wish.parts }),
  };
}

/** The training program of the first model of a text. */
export function programOf(text: string, wish: TrainingWish = {}): Program {
  const graph = graphOf(text);
  return compileTraining(graph, settingsOf(graph, wish), planOf(graph, wish));
}
