import type { Value } from '../language/layers/lowering';
import { optimizers } from '../language/model/train/optimizers';
import type { TrainSettings } from '../language/model/trainSettings';
import { arithmetic } from './arithmetic';
import { applyConstraint } from './constraints';
import { functionArguments, type FunctionArguments } from './functionArguments';
import type { FunctionBuilder } from './functionBuilder';
import { gradients } from './gradients';
import { clipGradients } from './optimizers/clipGradients';
import type { OptimizerDefinition, OptimizerStep } from './optimizers/definition';
import { optimizerNamed } from './optimizers/registry';
import type { Variable } from './program';
import type { ModelWeight } from './variables';

/** The number of training steps so far. */
const iterations = 'optimizer/iterations';

/** The optimizer's variables: slots by weight, then counters. */
export function optimizerVariables(settings: TrainSettings, weights: readonly ModelWeight[]): readonly Variable[] {
  const { optimizer, args } = optimizerOf(settings);
  const trained = weights.filter(({ variable }) => variable.trainable);
  const slots = trained.flatMap(({ variable }) =>
    optimizer.slots(args).map((slot): Variable => ({
      name: slotName(slot.name, variable.name),
      dtype: 'float32',
      shape: variable.shape,
      role: 'slot',
      trainable: false,
      initializer: { kind: 'constant', value: slot.initial },
    })),
  );
  const counters = (optimizer.counters ?? []).map((counter) =>
    counterVariable(counterName(counter.name), 'float32', counter.initial),
  );
  return [...slots, counterVariable(iterations, 'int32', 0), ...counters];
}

/** Appends the gradients of the loss and the update of each trainable weight. */
export function buildUpdate(
  build: FunctionBuilder,
  settings: TrainSettings,
  weights: readonly ModelWeight[],
  loss: Value,
): void {
  const { optimizer, args } = optimizerOf(settings);
  const trained = weights.filter(({ variable }) => variable.trainable);
  const reads = trained.map(({ variable }) => build.graph.read(variable.name, 'float32', variable.shape));
  const found = gradients(build.graph, loss, reads);
  // A weight that the loss does not depend on stays as it is, as in Keras.
  const moving = trained.flatMap((weight, place) => {
    const gradient = found[place];
    return gradient === undefined ? [] : [{ weight, gradient }];
  });
  const clipped = clipGradients(
    arithmetic(build.graph),
    args,
    moving.map(({ gradient }) => gradient),
  );
  const step = startStep(build, optimizer, args);
  for (const [place, { weight, gradient }] of moving.entries()) {
    updateWeight(build, optimizer, step, weight, clipped[place] ?? gradient);
  }
}

function optimizerOf(settings: TrainSettings): {
  readonly optimizer: OptimizerDefinition;
  readonly args: FunctionArguments;
} {
  const args = functionArguments(optimizers, settings.optimizer);
  return { optimizer: optimizerNamed(args.name), args };
}

/** Counts the step and advances the optimizer's own counters. */
function startStep(build: FunctionBuilder, optimizer: OptimizerDefinition, args: FunctionArguments): OptimizerStep {
  const { graph } = build;
  const math = arithmetic(graph);
  graph.update('AssignAddVariableOp', [iterations], [graph.integers([1], [])]);
  const iteration = math.add(graph.apply('Cast', [graph.read(iterations, 'int32', [])], { dtype: 'float32' }), 1);
  const rate = build.feed('learning_rate', 'float32', []);
  const counter = (name: string): Value => graph.read(counterName(name), 'float32', []);
  const before: OptimizerStep = { math, args, rate, iteration, counter };
  const advanced = new Map(Object.entries(optimizer.advance?.(before) ?? {}));
  for (const [name, value] of advanced) graph.update('AssignVariableOp', [counterName(name)], [value]);
  return { ...before, counter: (name) => advanced.get(name) ?? counter(name) };
}

function updateWeight(
  build: FunctionBuilder,
  optimizer: OptimizerDefinition,
  step: OptimizerStep,
  { variable, definition }: ModelWeight,
  gradient: Value,
): void {
  const { graph } = build;
  const { math } = step;
  graph.layer = variable.name.slice(0, variable.name.lastIndexOf('/'));
  const slot = (name: string): Value => graph.read(slotName(name, variable.name), 'float32', variable.shape);
  const read = graph.read(variable.name, 'float32', variable.shape);
  const decay = step.args.value('weight_decay') === undefined ? null : step.args.optional('weight_decay');
  const fused =
    decay === null && definition.constraint === undefined
      ? optimizer.fuse?.(step, { value: read, gradient, slot })
      : undefined;
  if (fused !== undefined) {
    const names = [variable.name, ...fused.slots.map((name) => slotName(name, variable.name))];
    graph.update(fused.op, names, fused.inputs, fused.attributes);
  } else {
    // Keras shrinks the weights first: w − w · decay · rate.
    const value = decay === null ? read : math.subtract(read, math.multiply(math.multiply(read, decay), step.rate));
    const composed = optimizer.compose(step, { value, gradient, slot });
    const constrained = definition.constraint
      ? applyConstraint(math, definition.constraint, composed.value)
      : composed.value;
    graph.update('AssignVariableOp', [variable.name], [constrained]);
    for (const [name, next] of Object.entries(composed.slots))
      graph.update('AssignVariableOp', [slotName(name, variable.name)], [next]);
  }
  graph.layer = undefined;
}

function slotName(slot: string, variable: string): string {
  return `optimizer/${slot}/${variable}`;
}

function counterName(counter: string): string {
  return `optimizer/${counter}`;
}

function counterVariable(name: string, dtype: 'float32' | 'int32', value: number): Variable {
  return { name, dtype, shape: [], role: 'counter', trainable: false, initializer: { kind: 'constant', value } };
}
