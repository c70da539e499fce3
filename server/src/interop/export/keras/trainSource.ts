import type { DataDescription, DataPart } from '../../../language/data/description';
import type { ArgumentValue, FunctionValue } from '../../../language/layers/definition';
import { isFunction, isList } from '../../../language/layers/readers';
import { callbacks } from '../../../language/model/train/callbacks';
import { losses } from '../../../language/model/train/losses';
import { metrics } from '../../../language/model/train/metrics';
import { optimizers } from '../../../language/model/train/optimizers';
import { schedules } from '../../../language/model/train/schedules';
import type { FunctionDefinition } from '../../../language/model/train/functionDefinition';
import type { GraphNode, ModelGraph, TrainAnalysis } from '../../../language/model/graph';
import type { OutputSettings, TrainSettings } from '../../../language/model/trainSettings';
import type { PythonScript } from '../python/pythonScript';
import { callLines, docText, pythonList, pythonLiteral, pythonNumber, snakeName } from '../python/pythonText';
import { ExportProblem } from '../exportProblem';
import { useHelper } from './dataHelpers';
import type { DataSource } from './dataSource';
import { plain } from './functionText';
import { kerasLayerName } from './layerName';

export interface TrainSource {
  /** `feed_digits`: a batch of parts as (inputs, targets). */
  readonly feedName: string;
  /** `compile_digits`: takes a model and compiles it as the block says. */
  readonly compileName: string;
  /** `callbacks_digits`: gives the list of callbacks. */
  readonly callbacksName: string;
  /** `train_digits`: takes nothing and gives the trained model. */
  readonly trainName: string;
  readonly source: string;
}

export interface TrainParts {
  /** The function that builds the model. */
  readonly buildName: string;
  readonly data: DataSource;
  readonly script: PythonScript;
}

/**
 * A train block as Python: what is fed, how the model is compiled, the callbacks, and a function that trains. Throws an
 * ExportProblem where the block has an error.
 */
export function kerasTrainSource(train: TrainAnalysis, { buildName, data, script }: TrainParts): TrainSource {
  const { settings, name, model } = train;
  const description = train.data?.description;
  if (settings === undefined || model === undefined || description === undefined)
    throw new ExportProblem('keras', undefined, `the set-up ${name} has an error or its data are not known`);
  const { graph } = model;
  script.import('import keras');
  const suffix = snakeName(name);
  const names = {
    feedName: `feed_${suffix}`,
    compileName: `compile_${suffix}`,
    callbacksName: `callbacks_${suffix}`,
    trainName: `train_${suffix}`,
  };
  const source = [
    feedSource(names.feedName, graph, settings, description),
    kerasCompileSource(names.compileName, graph, settings),
    kerasCallbacksSource(names.callbacksName, settings),
    trainFunction({ names, settings, graph, description, buildName, data, script }),
  ].join('\n\n\n');
  return { ...names, source };
}

function feedSource(name: string, graph: ModelGraph, settings: TrainSettings, description: DataDescription): string {
  const targets = new Set(settings.outputs.map(({ target }) => target));
  const inputs = graph.inputs.map((node) => inputText(node, description, targets));
  const expected = settings.outputs.map((output) => ({
    name: output.output,
    text: targetText(output, graph, description),
  }));
  const [only] = expected;
  const target =
    expected.length === 1
      ? (only?.text ?? '')
      : `{${expected.map((each) => `${pythonLiteral(each.name)}: ${each.text}`).join(', ')}}`;
  return [
    `def ${name}(parts):`,
    '    """What goes into the model, and what should come out."""',
    `    inputs = ${inputs.length === 1 ? inputs[0] : `(${inputs.join(', ')})`}`,
    `    targets = ${target}`,
    '    return inputs, targets',
  ].join('\n');
}

/** The parts named, or all but the target; where all are targets (an autoencoder), all but the data's own target. */
function inputText({ source }: GraphNode, description: DataDescription, targets: ReadonlySet<string>): string {
  const own = description.parts.filter(({ name, type }) => name !== description.target && type !== 'text');
  const others = own.filter(({ name }) => !targets.has(name));
  const names = source?.parts ?? (others.length > 0 ? others : own).map(({ name }) => name);
  if (names.length === 1) {
    const [name = ''] = names;
    const part = description.parts.find((each) => each.name === name);
    return part?.shape.length === 0 ? `parts[${pythonLiteral(name)}][:, None]` : partText(name);
  }
  return `keras.ops.stack([${names.map(partText).join(', ')}], axis=-1)`;
}

/** Class labels become rows for the losses that compare distributions. */
function targetText({ output, target, loss }: OutputSettings, graph: ModelGraph, description: DataDescription): string {
  const part = description.parts.find(({ name }) => name === target);
  const shape = graph.outputs.find(({ name }) => name === output)?.node.output;
  if (part?.type === 'class' && loss.name.startsWith('categorical_'))
    return `keras.ops.one_hot(${partText(target)}, ${part.classes?.length ?? shape?.at(-1) ?? 1})`;
  if (part?.shape.length === 0 && shape?.length === 1 && shape[0] === 1) return `${partText(target)}[:, None]`;
  return partText(target);
}

function partText(name: string): string {
  return `parts[${pythonLiteral(name)}]`;
}

/** A function that compiles a model as a train block says. */
export function kerasCompileSource(name: string, graph: ModelGraph, settings: TrainSettings): string {
  const byOutput = (text: (output: OutputSettings) => string | undefined): string | undefined => {
    const entries = settings.outputs.flatMap((output) => {
      const value = text(output);
      return value === undefined ? [] : [{ name: output.output, value }];
    });
    if (entries.length === 0) return undefined;
    if (graph.outputs.length === 1) return entries[0]?.value;
    return `{${entries.map((entry) => `${pythonLiteral(entry.name)}: ${entry.value}`).join(', ')}}`;
  };
  const weights = byOutput(({ lossWeight }) => (lossWeight === 1 ? undefined : pythonNumber(lossWeight)));
  const measured = byOutput(({ metrics: list }) =>
    list.length === 0 ? undefined : `[${list.map(metricText).join(', ')}]`,
  );
  const args = [
    optimizerText(settings.optimizer),
    `loss=${byOutput(({ loss }) => lossText(loss)) ?? 'None'}`,
    ...(weights === undefined ? [] : [`loss_weights=${graph.outputs.length === 1 ? `[${weights}]` : weights}`]),
    ...(measured === undefined ? [] : [`metrics=${measured}`]),
  ];
  const frozen = settings.frozen.map(kerasLayerName);
  const freeze =
    frozen.length === 0
      ? []
      : [`    for name in ${pythonList(frozen)}:`, '        model.get_layer(name).trainable = False'];
  return [
    `def ${name}(model):`,
    `    """How the model is trained."""`,
    ...freeze,
    callLines('model.compile', args, '', { indent: 4 }),
  ].join('\n');
}

/** The longest of the arguments, with a schedule in it: broken over lines of its own. */
function optimizerText(optimizer: FunctionValue): string {
  const { called, given } = callOf('optimizers', optimizer, optimizers);
  return callLines(`optimizer=${called}`, given, '', { indent: 8 }).trimStart();
}

/** A loss without arguments goes by its name. */
function lossText(loss: FunctionValue): string {
  const definition = losses.find(({ name }) => name === loss.name);
  if (definition === undefined || isPlainCall(definition, loss)) return pythonLiteral(loss.name);
  return callText('losses', loss, losses);
}

/** Words keep their meaning by the loss (`accuracy`); classes are calls. */
function metricText(metric: FunctionValue): string {
  const definition = metrics.find(({ name }) => name === metric.name);
  const logged = metric.args['name'];
  if (definition === undefined || isPlainCall(definition, metric))
    return pythonLiteral(
      typeof logged === 'string' && definition?.aliases.includes(logged) === true ? logged : metric.name,
    );
  return callText('metrics', metric, metrics);
}

/** Keras knows the word, and every argument is at its default. */
function isPlainCall({ parameters, name }: FunctionDefinition, value: FunctionValue): boolean {
  if (
    ['auc', 'f1_score', 'mean_io_u', 'root_mean_squared_error', 'precision', 'recall', 'huber', 'log_cosh'].includes(
      name,
    )
  )
    return false;
  return parameters.every(
    (parameter) => JSON.stringify(value.args[parameter.name] ?? null) === JSON.stringify(parameter.default ?? null),
  );
}

/** `keras.optimizers.Adam(learning_rate=1e-4)`, what differs from the defaults alone. */
function callText(module: string, value: FunctionValue, definitions: readonly FunctionDefinition[]): string {
  const { called, given } = callOf(module, value, definitions);
  return `${called}(${given.join(', ')})`;
}

function callOf(
  module: string,
  { name, args }: FunctionValue,
  definitions: readonly FunctionDefinition[],
): { readonly called: string; readonly given: readonly string[] } {
  const definition = definitions.find((candidate) => candidate.name === name);
  const className = [name, ...(definition?.aliases ?? [])].find((alias) => /^[A-Z]/.test(alias)) ?? name;
  const given = (definition?.parameters ?? []).flatMap((parameter) => {
    const value = args[parameter.name];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(parameter.default)) return [];
    return [`${parameter.name}=${valueText(value)}`];
  });
  return { called: `keras.${module}.${className}`, given };
}

function valueText(value: ArgumentValue): string {
  if (isFunction(value)) return callText('optimizers.schedules', value, schedules);
  return isList(value) ? pythonList(value.map(plain)) : pythonLiteral(plain(value));
}

/** A function that gives the callbacks of a train block; a learning-rate schedule in one counts epochs. */
export function kerasCallbacksSource(name: string, { callbacks: named }: TrainSettings): string {
  const others = named.filter((callback) => callback.name !== 'TerminateOnNaN');
  const texts = others.map((callback) => {
    const schedule = callback.args['schedule'];
    if (callback.name !== 'LearningRateScheduler' || schedule === undefined)
      return callText('callbacks', callback, callbacks);
    return `keras.callbacks.LearningRateScheduler(lambda epoch: float(${valueText(schedule)}(epoch)))`;
  });
  return [
    `def ${name}():`,
    `    """What watches the training."""`,
    '    return [',
    ...[...texts, 'keras.callbacks.TerminateOnNaN()'].map((text) => `        ${text},`),
    '    ]',
  ].join('\n');
}

interface TrainContext extends TrainParts {
  readonly names: {
    readonly feedName: string;
    readonly compileName: string;
    readonly callbacksName: string;
    readonly trainName: string;
  };
  readonly settings: TrainSettings;
  readonly graph: ModelGraph;
  readonly description: DataDescription;
}

function trainFunction({ names, settings, graph, description, buildName, data, script }: TrainContext): string {
  useHelper(script, 'batches');
  const { batchSize, epochs, seed, shuffle, validation, weights } = settings;
  const make = (parts: string, more: readonly string[]): string =>
    `batches(${[parts, data.prepareName, names.feedName, `batch_size=${batchSize}`, ...more].join(', ')})`;
  const split = validation.kind === 'split' ? validationLines(validation.share) : [];
  const part = validation.kind === 'none' ? undefined : validation.kind === 'test' ? 'test' : 'validation';
  const target = description.parts.find(({ name }) => name === settings.outputs[0]?.target);
  const classWeight = classWeightLines(settings, target, script);
  const fit = [
    'train_batches',
    `epochs=${epochs}`,
    ...(part === undefined ? [] : [`validation_data=${make(part, [])}`]),
    ...(classWeight.length === 0 ? [] : ['class_weight=class_weight']),
    `callbacks=${names.callbacksName}()`,
  ];
  return [
    `def ${names.trainName}():`,
    `    """Trains ${docText(graph.name)} and tells how good it is on the test part."""`,
    `    keras.utils.set_random_seed(${seed})`,
    `    train, test = ${data.loadName}()`,
    ...split,
    `    train_batches = ${make('train', [...(shuffle ? [`seed=${seed}`] : []), 'training=True'])}`,
    `    model = ${buildName}()`,
    ...weightsLines(weights),
    ...adaptLines(graph),
    `    ${names.compileName}(model)`,
    ...classWeight,
    callLines('model.fit', fit, '', { indent: 4 }),
    ...(description.examples.test === 0
      ? []
      : ['    if test is not None:', `        model.evaluate(${make('test', [])})`]),
    '    return model',
  ].join('\n');

  function weightsLines(from: typeof weights): readonly string[] {
    if (from === undefined) return [];
    const file = from.kind === 'file' ? from.path : `${from.name}.safetensors`;
    const note = from.kind === 'file' ? '' : `  # exported from a run of ${docText(from.name)}`;
    return [`    load_weights(model, ${pythonLiteral(file)})${note}`];
  }
}

/** The end of the training part, before anything is mixed. */
function validationLines(share: number): readonly string[] {
  return [
    '    # The end of the training part validates.',
    `    kept = int(len(next(iter(train.values()))) * (1 - ${pythonNumber(share)}))`,
    '    validation = {name: values[kept:] for name, values in train.items()}',
    '    train = {name: values[:kept] for name, values in train.items()}',
  ];
}

function classWeightLines(
  { classWeight, balancedClasses }: TrainSettings,
  target: DataPart | undefined,
  script: PythonScript,
): readonly string[] {
  if (balancedClasses === true && target !== undefined) {
    const key = pythonLiteral(target.name);
    script.import('import numpy as np');
    return [
      '    # All classes count alike.',
      `    counts = np.bincount(train[${key}].reshape(-1), minlength=${target.classes?.length ?? 1})`,
      `    class_weight = {label: counts.sum() / len(counts) / count for label, count in enumerate(counts) if count > 0}`,
    ];
  }
  if (classWeight === undefined || classWeight.size === 0) return [];
  const classes = target?.classes ?? [];
  const entries = [...classWeight].map(([name, weight]) => {
    const index = classes.indexOf(name);
    return `${index < 0 ? name : index}: ${pythonNumber(weight)}`;
  });
  return [`    class_weight = {${entries.join(', ')}}`];
}

/** Normalization in the model takes its numbers from what reaches it of the training part. */
function adaptLines(graph: ModelGraph): readonly string[] {
  return graph.nodes.flatMap((node) => {
    if (node.layer.name !== 'Normalization' || node.args['mean'] !== null) return [];
    const layer = `model.get_layer(${pythonLiteral(kerasLayerName(node.owner.path))})`;
    return [
      '    # Mean and variance are those of the training part.',
      `    before = keras.Model(model.inputs, ${layer}.input)`,
      `    ${layer}.adapt(before.predict(train_batches, verbose=0))`,
    ];
  });
}
