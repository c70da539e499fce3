import type { Value } from '../language/layers/lowering';
import { functionOf } from '../language/layers/readers';
import type { ModelGraph } from '../language/model/graph';
import { losses } from '../language/model/train/losses';
import { metrics as metricCatalogue } from '../language/model/train/metrics';
import type { OutputSettings, TrainSettings } from '../language/model/trainSettings';
import { arithmetic } from './arithmetic';
import type { CompileOptions } from './compileOptions';
import { functionArguments } from './functionArguments';
import type { FunctionBuilder } from './functionBuilder';
import { lowerForward, type ForwardPass } from './lowering';
import type { LossContext } from './losses/definition';
import { lossNamed } from './losses/registry';
import { metricNamed } from './metrics/registry';
import { vector } from './metrics/vector';
import type { MetricSlot } from './program';
import { regularizationLoss } from './regularizers';
import { usedExtents } from './usedExtents';
import type { ModelWeight } from './variables';

/** What training minimizes and logs. */
export interface Objective {
  /** The mean loss with regularization: a scalar. */
  readonly loss: Value;
  readonly metrics: Value;
  readonly metricLayout: readonly MetricSlot[];
  readonly updates: ReadonlyMap<string, Value>;
  readonly needsWholeBatch: boolean;
}

export interface ObjectiveOptions {
  readonly graph: ModelGraph;
  readonly settings: TrainSettings;
  readonly compile: CompileOptions;
  readonly weights: readonly ModelWeight[];
  readonly training: boolean;
  readonly parts: number;
}

/** Sums of one output over a part of the batch. */
interface OutputSums {
  readonly loss: Value;
  /** What the loss is divided by: the number of values, or of those that a mask lets count. */
  readonly count: Value;
  readonly metrics: readonly { readonly sums: Value; readonly slot: Omit<MetricSlot, 'offset'> }[];
}

/** Appends forward pass, loss and metrics, each part of the batch by itself, and adds the parts' sums. */
export function buildObjective(build: FunctionBuilder, options: ObjectiveOptions): Objective {
  const { graph, settings, parts } = options;
  const math = arithmetic(build.graph);
  const cuts = Array.from({ length: parts }, (_, index) => buildPart(build, options, index));
  const batch = batchSize(build, options.compile);
  const outputs = settings.outputs.map((output, place) => ({
    output,
    sums: addSums(
      build,
      cuts.map((cut) => cut.outputs[place]),
    ),
  }));
  const penalties = [...weightPenalties(build, options), ...activityPenalties(build, cuts, batch)];
  const terms = outputs.map(({ output, sums }) => math.multiply(math.divide(sums.loss, sums.count), output.lossWeight));
  const loss = [...terms, ...penalties].reduce((total, term) => math.add(total, term));
  const lossSums = vector(build.graph, [math.multiply(loss, batch), batch]);
  const slots = [
    { sums: lossSums, slot: { name: 'loss', length: 2, finish: 'mean' } },
    ...(outputs.length < 2 ? [] : outputs.map(({ output, sums }) => outputLoss(build, output, sums, batch))),
    ...outputs.flatMap(({ sums }) => sums.metrics),
  ];
  return {
    loss,
    metrics: vector(
      build.graph,
      slots.map(({ sums }) => sums),
    ),
    metricLayout: layOut(slots.map(({ slot }) => slot)),
    updates: cuts[0]?.pass.updates ?? new Map(),
    needsWholeBatch: cuts.some(({ pass }) => pass.needsWholeBatch) && graph.nodes.length > 0,
  };
}

interface Part {
  readonly pass: ForwardPass;
  readonly outputs: readonly OutputSums[];
  readonly activity: readonly Value[];
}

function buildPart(build: FunctionBuilder, options: ObjectiveOptions, index: number): Part {
  const { graph, settings, compile, training } = options;
  const inputs = new Map([...compile.inputs].map(([path, plan]) => [path, build.planned(plan, index, false)]));
  const batch = wholeBatch(build, compile);
  const pass = lowerForward(build.graph, graph, {
    training,
    frozen: new Set(settings.frozen),
    inputs,
    used: usedExtents(graph),
    random: (shape, salt) => build.random(batch, shape, salt, index),
  });
  const activity = graph.nodes.flatMap((node) => {
    const value = pass.values.get(node);
    const regularizers = [node.layer.activityRegularizer?.(node.args), functionOf(node.args, 'activity_regularizer')];
    return regularizers.flatMap((regularizer) =>
      regularizer && value ? [regularizationLoss(build.graph, arithmetic(build.graph), regularizer, value)] : [],
    );
  });
  return {
    pass,
    activity,
    outputs: settings.outputs.map((output) => outputSums(build, options, { output, pass, index })),
  };
}

function outputSums(
  build: FunctionBuilder,
  { graph, settings, compile }: ObjectiveOptions,
  { output, pass, index }: { readonly output: OutputSettings; readonly pass: ForwardPass; readonly index: number },
): OutputSums {
  const node = graph.outputs.find(({ name }) => name === output.output)?.node;
  const prediction = node && pass.values.get(node);
  const plan = compile.targets.get(output.output);
  if (prediction === undefined || plan === undefined)
    throw new Error(`the output ${output.output} has no ${plan ? 'value' : 'target'}`);
  const target = build.planned(plan, index, plan.classes !== undefined || plan.dtype === 'int32');
  const context = { builder: build.graph, target, prediction, logits: logitsOf(build, prediction) };
  const loss = reducedLoss(build, settings, { ...context, args: functionArguments(losses, output.loss) }, index);
  const prefix = settings.outputs.length > 1 ? `${output.output}_` : '';
  const metrics = output.metrics.map((metric) => {
    const args = functionArguments(metricCatalogue, metric);
    const { sums, finish } = metricNamed(args.name).measure({ ...context, args });
    return { sums, slot: { name: `${prefix}${args.name}`, length: sums.shape[0] ?? 0, finish } };
  });
  return { ...loss, metrics };
}

function reducedLoss(
  build: FunctionBuilder,
  settings: TrainSettings,
  context: LossContext,
  index: number,
): { readonly loss: Value; readonly count: Value } {
  const math = arithmetic(build.graph);
  const { values, mask } = lossNamed(context.args.name).losses(context);
  const inner = values.shape.slice(1).reduce<number>((product, size) => product * (size ?? 1), 1);
  const count = mask === undefined ? math.multiply(build.graph.apply('BatchSize', [values]), inner) : math.sum(mask);
  if (settings.classWeight === undefined) return { loss: math.sum(values), count };
  const weights = build.part(build.feed('sample_weight', 'float32', [null]), index);
  const shaped = math.reshape(weights, [-1, ...values.shape.slice(1).map(() => 1)]);
  return { loss: math.sum(math.multiply(values, shaped)), count };
}

/** What the model's last softmax or sigmoid was applied to. */
function logitsOf(build: FunctionBuilder, prediction: Value): Value | undefined {
  const { op, inputs } = build.graph.producer(prediction);
  const [ref] = inputs;
  return ref !== undefined && (op === 'Softmax' || op === 'Sigmoid') ? build.graph.valueOf(ref) : undefined;
}

function addSums(build: FunctionBuilder, parts: readonly (OutputSums | undefined)[]): OutputSums {
  const math = arithmetic(build.graph);
  const known = parts.filter((part) => part !== undefined);
  const [first] = known;
  if (first === undefined) throw new Error('an output without parts');
  const total = (pick: (part: OutputSums) => Value | undefined): Value =>
    overThreads(
      build,
      known
        .map(pick)
        .filter((value) => value !== undefined)
        .reduce((sum, value) => math.add(sum, value)),
    );
  return {
    loss: total((part) => part.loss),
    count: total((part) => part.count),
    metrics: first.metrics.map(({ slot }, place) => ({ slot, sums: total((part) => part.metrics[place]?.sums) })),
  };
}

function outputLoss(
  build: FunctionBuilder,
  output: OutputSettings,
  sums: OutputSums,
  batch: Value,
): { readonly sums: Value; readonly slot: Omit<MetricSlot, 'offset'> } {
  const math = arithmetic(build.graph);
  const mean = math.divide(sums.loss, sums.count);
  return {
    sums: vector(build.graph, [math.multiply(mean, batch), batch]),
    slot: { name: `${output.output}_loss`, length: 2, finish: 'mean' },
  };
}

/** Penalties on trainable weights. */
function weightPenalties(build: FunctionBuilder, { weights }: ObjectiveOptions): readonly Value[] {
  return weights.flatMap(({ variable, definition }) => {
    if (definition.regularizer === undefined || !variable.trainable) return [];
    const value = build.graph.read(variable.name, variable.dtype, variable.shape);
    return [regularizationLoss(build.graph, arithmetic(build.graph), definition.regularizer, value)];
  });
}

/** Penalties on outputs of layers: the sum over the batch divided by its size, as Keras does. */
function activityPenalties(build: FunctionBuilder, cuts: readonly Part[], batch: Value): readonly Value[] {
  const math = arithmetic(build.graph);
  const all = cuts.flatMap(({ activity }) => activity);
  return all.map((penalty) => math.divide(overThreads(build, penalty), batch));
}

/** The sum over the whole batch, of whose rows an engine's thread may have but some. */
function overThreads(build: FunctionBuilder, sums: Value): Value {
  return build.graph.apply('CrossReplicaSum', [sums]);
}

/** A feed whose rows are the batch's. */
function wholeBatch(build: FunctionBuilder, compile: CompileOptions): Value {
  const [plan] = compile.inputs.values();
  if (plan === undefined) throw new Error('a model without inputs');
  return build.feed(plan.feed, plan.dtype, [null, ...plan.shape]);
}

function batchSize(build: FunctionBuilder, compile: CompileOptions): Value {
  return overThreads(build, build.graph.apply('BatchSize', [wholeBatch(build, compile)]));
}

function layOut(slots: readonly Omit<MetricSlot, 'offset'>[]): readonly MetricSlot[] {
  let offset = 0;
  return slots.map((slot) => {
    const placed = { ...slot, offset };
    offset += slot.length;
    return placed;
  });
}
