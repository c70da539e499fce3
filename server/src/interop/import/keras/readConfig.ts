/** Reads the JSON of a Keras model: that of Keras 3 and that of Keras 2, which TensorFlow.js writes. */
import { ImportProblem } from '../importProblem';
import { isList, isObject, listAt, objectAt, own, textAt, type JsonObject } from '../source/readJson';
import type { KerasCall, KerasLayer, KerasModel, KerasOperand, KerasTensor } from './kerasModel';

const layerLimit = 20_000;

/** The model of `{ class_name, config }`. Throws an ImportProblem where it is none. */
export function readConfig(json: JsonObject, place: string): KerasModel {
  const className = textAt(own(json, 'class_name'), `${place}.class_name`);
  const raw = own(json, 'config');
  // The Sequential of Keras 1 is a bare list of its layers.
  const config: JsonObject = isList(raw) ? { layers: raw } : objectAt(raw, `${place}.config`);
  return readModel(className, config, `${place}.config`);
}

/** Whether a class name is that of a model made of listed layers. */
export function isModelClass(className: string, config: JsonObject): boolean {
  return (className === 'Sequential' || className === 'Functional' || className === 'Model') && 'layers' in config;
}

function readModel(className: string, config: JsonObject, place: string): KerasModel {
  if (className !== 'Sequential' && className !== 'Functional' && className !== 'Model')
    throw new ImportProblem(
      `the model is of the class ${className}, whose layers stand in its own code`,
      place,
      'Build the model with the functional interface, and save that.',
    );
  const list = listAt(own(config, 'layers'), `${place}.layers`);
  if (list.length > layerLimit)
    throw new ImportProblem(
      `it has ${list.length} layers, more than the limit of ${layerLimit}`,
      place,
      'Take a smaller model.',
    );
  const given = own(config, 'name');
  const name = typeof given === 'string' ? given : 'model';
  return className === 'Sequential'
    ? readSequential(name, list, config, place)
    : readFunctional(name, list, config, place);
}

function readFunctional(name: string, list: readonly unknown[], config: JsonObject, place: string): KerasModel {
  const layers = list.map((entry, index) => readLayer(entry, `${place}.layers[${index}]`));
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const known = (tensor: KerasTensor, where: string): KerasTensor => {
    if (byName.has(tensor.layer)) return tensor;
    throw new ImportProblem(`there is no layer "${tensor.layer}"`, where, 'The file is damaged; save the model again.');
  };
  for (const layer of layers)
    for (const call of layer.calls)
      for (const operand of call.inputs) if (operand.kind === 'tensor') known(operand.tensor, layer.place);
  const ends = (key: string): readonly KerasTensor[] =>
    tensorsOf(own(config, key), `${place}.${key}`).map((tensor) => known(tensor, `${place}.${key}`));
  return { name, layers, inputs: ends('input_layers'), outputs: ends('output_layers') };
}

/** Each layer takes what the one before gives; an input is made where the file has none. */
function readSequential(name: string, list: readonly unknown[], config: JsonObject, place: string): KerasModel {
  const read = list.map((entry, index) => readLayer(entry, `${place}.layers[${index}]`));
  const [first] = read;
  const layers: KerasLayer[] =
    first?.className === 'InputLayer' ? [...read] : [inputBefore(first, config, place), ...read];
  const chained = layers.map((layer, index): KerasLayer => {
    const before = layers[index - 1];
    const inputs: readonly KerasOperand[] =
      before === undefined ? [] : [{ kind: 'tensor', tensor: { layer: before.name, call: 0, output: 0 } }];
    return { ...layer, calls: [{ inputs, options: {} }] };
  });
  const end = (layer: KerasLayer | undefined): readonly KerasTensor[] =>
    layer === undefined ? [] : [{ layer: layer.name, call: 0, output: 0 }];
  return { name, layers: chained, inputs: end(chained[0]), outputs: end(chained.at(-1)) };
}

function inputBefore(first: KerasLayer | undefined, config: JsonObject, place: string): KerasLayer {
  const shape =
    own(first?.config ?? {}, 'batch_input_shape') ??
    own(first?.config ?? {}, 'batch_shape') ??
    own(config, 'build_input_shape');
  return {
    name: 'input',
    className: 'InputLayer',
    module: 'keras.layers',
    config: { batch_shape: shape ?? null },
    rank: undefined,
    calls: [],
    model: undefined,
    place,
  };
}

function readLayer(value: unknown, place: string): KerasLayer {
  const entry = objectAt(value, place);
  const className = textAt(own(entry, 'class_name'), `${place}.class_name`);
  const config = objectAt(own(entry, 'config') ?? {}, `${place}.config`);
  const name = own(entry, 'name') ?? own(config, 'name');
  const registered = own(entry, 'registered_name');
  const module = own(entry, 'module');
  return {
    name: textAt(name, `${place}.name`),
    className: typeof registered === 'string' && className === 'Custom' ? registered : className,
    module: typeof module === 'string' ? module : '',
    config,
    rank: rankOf(own(entry, 'build_config')),
    calls: callsOf(own(entry, 'inbound_nodes'), `${place}.inbound_nodes`),
    model: isModelClass(className, config) ? readModel(className, config, `${place}.config`) : undefined,
    place,
  };
}

function rankOf(build: unknown): number | undefined {
  const shape = isObject(build) ? (own(build, 'input_shape') ?? own(build, 'shapes_dict')) : undefined;
  if (!isList(shape)) return undefined;
  const [first] = shape;
  return isList(first) ? first.length : shape.length;
}

function callsOf(value: unknown, place: string): readonly KerasCall[] {
  if (value === undefined || value === null) return [];
  const nodes = listAt(value, place).map((node, index): KerasCall => {
    const where = `${place}[${index}]`;
    if (isObject(node)) return newCall(node, where);
    return oldCall(listAt(node, where), where);
  });
  return nodes;
}

/** `{ args, kwargs }`, with tensors as `__keras_tensor__`. */
function newCall(node: JsonObject, place: string): KerasCall {
  const inputs: KerasOperand[] = [];
  collect(own(node, 'args') ?? [], inputs, place, true);
  const options: { [key: string]: unknown } = Object.create(null) as { [key: string]: unknown };
  for (const [key, value] of Object.entries(objectAt(own(node, 'kwargs') ?? {}, `${place}.kwargs`))) {
    if (holdsTensor(value)) collect(value, inputs, place, false);
    else options[key] = value;
  }
  return { inputs, options };
}

/** Tensors in order; what is no tensor is an operand only at the top: `2 * x`. */
function collect(value: unknown, into: KerasOperand[], place: string, isTop: boolean): void {
  if (isList(value)) {
    const hasTensor = holdsTensor(value);
    for (const entry of value) {
      if (!isTop && !hasTensor) return;
      collect(entry, into, place, isTop && isList(entry) ? holdsTensor(entry) : hasTensor);
    }
    return;
  }
  const tensor = newTensor(value, place);
  if (tensor !== undefined) into.push({ kind: 'tensor', tensor });
  else if (isTop || typeof value === 'number') into.push({ kind: 'constant', value });
}

function holdsTensor(value: unknown): boolean {
  if (isList(value)) return value.some(holdsTensor);
  return isObject(value) && own(value, 'class_name') === '__keras_tensor__';
}

function newTensor(value: unknown, place: string): KerasTensor | undefined {
  if (!isObject(value) || own(value, 'class_name') !== '__keras_tensor__') return undefined;
  return tensorOf(own(objectAt(own(value, 'config'), place), 'keras_history'), place);
}

/** `[["conv", 0, 0, {}], …]`; after the third stand the arguments by name, in which tensors are lists as well. */
function oldCall(entries: readonly unknown[], place: string): KerasCall {
  const single = typeof entries[0] === 'string' ? [entries] : entries;
  const inputs: KerasOperand[] = [];
  const options: { [key: string]: unknown } = Object.create(null) as { [key: string]: unknown };
  for (const entry of single) {
    const list = listAt(entry, place);
    inputs.push(
      list[0] === '_CONSTANT_VALUE'
        ? { kind: 'constant', value: list[2] }
        : { kind: 'tensor', tensor: tensorOf(list, place) },
    );
    const named = list[3];
    if (!isObject(named)) continue;
    for (const [key, value] of Object.entries(named)) {
      if (isList(value) && typeof value[0] === 'string' && typeof value[1] === 'number' && value.length >= 3)
        inputs.push({ kind: 'tensor', tensor: tensorOf(value, place) });
      else if (key === 'y' && typeof value === 'number') inputs.push({ kind: 'constant', value });
      else options[key] = value;
    }
  }
  return { inputs, options };
}

function tensorOf(value: unknown, place: string): KerasTensor {
  const [layer, call = 0, output = 0] = listAt(value, place);
  if (typeof layer === 'string' && Number.isSafeInteger(call) && Number.isSafeInteger(output))
    return { layer, call: Number(call), output: Number(output) };
  throw new ImportProblem('this is no reference to a tensor', place, 'The file is damaged; save the model again.');
}

/** One tensor, a list of them, or a map by name. */
function tensorsOf(value: unknown, place: string): readonly KerasTensor[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([name, entry]) =>
      tensorsOf(entry, place).map((tensor) => ({ ...tensor, name })),
    );
  const list = listAt(value, place);
  if (typeof list[0] === 'string') return [tensorOf(list, place)];
  return list.flatMap((entry) => tensorsOf(entry, place));
}
