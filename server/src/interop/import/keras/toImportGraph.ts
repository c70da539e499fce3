/** A Keras model as uses of the language's layers, nested models dissolved. */
import type { ArgumentValue, LayerDefinition } from '../../../language/layers/definition';
import { isFunction } from '../../../language/layers/readers';
import { layerRegistry } from '../../../language/layers/registry';
import { ImportProblem } from '../importProblem';
import type { ImportGraph, ImportNode, ImportNote, NestedCall } from '../importNode';
import { isList, isObject, own } from '../source/readJson';
import { argumentsOf, argumentValue } from './argumentsOf';
import type { KerasCall, KerasLayer, KerasModel, KerasTensor } from './kerasModel';
import { isAutomaticName, layerOfActivation, layerOfClass } from './layerNames';
import { operationName, operationUse, type LayerUse } from './operations';

const nodeLimit = 50_000;
const nestingLimit = 50;

/** Throws an ImportProblem where the calls do not join up; what cannot be expressed is told in the notes. */
export function toImportGraph(model: KerasModel): ImportGraph {
  const builder = new GraphBuilder();
  const outputs = builder.model(model, undefined, { path: [], owner: '', scope: [] });
  const outputNames = outputs.map((node, index) => model.outputs[index]?.name ?? node.name);
  return { name: model.name, nodes: builder.nodes, outputs, outputNames, notes: builder.notes };
}

interface Surroundings {
  readonly path: readonly string[];
  /** What tells the layers of two models apart. */
  readonly owner: string;
  readonly scope: readonly NestedCall[];
}

class GraphBuilder {
  readonly nodes: ImportNode[] = [];
  readonly notes: ImportNote[] = [];
  private calls = 0;

  /** Adds the nodes of a model and gives its outputs; `given` stands for its inputs inside another model. */
  model(model: KerasModel, given: readonly ImportNode[] | undefined, around: Surroundings): readonly ImportNode[] {
    if (around.scope.length > nestingLimit)
      throw new ImportProblem(`models are nested deeper than ${nestingLimit}`, model.name, 'Take a simpler model.');
    const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
    const done = new Map<string, readonly ImportNode[]>();
    const inputNames = model.inputs.map(({ layer }) => layer);
    const makeCall = (layer: KerasLayer, index: number, inputs: readonly ImportNode[]): readonly ImportNode[] => {
      const place = inputNames.indexOf(layer.name);
      const outer = place >= 0 ? given?.[place] : undefined;
      if (outer !== undefined) return [outer];
      if (layer.className === 'InputLayer') return [this.input(layer, around)];
      const call = layer.calls[index] ?? { inputs: [], options: {} };
      return layer.model === undefined
        ? [this.layer(layer, call, inputs, around)]
        : this.nested(layer, layer.model, index, inputs, around);
    };
    const find = ({ layer, call, output }: KerasTensor): ImportNode => {
      const nodes = done.get(`${layer}\n${call}`);
      const node = nodes?.[output];
      if (node !== undefined) return node;
      if (nodes !== undefined && layers.get(layer)?.model === undefined && nodes[0] !== undefined) {
        this.note(layers.get(layer), `output ${output} of ${layer} has no counterpart; its first is taken`);
        return nodes[0];
      }
      throw new ImportProblem(`the layer "${layer}" has no call ${call}`, around.path.join('/') || model.name, damaged);
    };
    for (const { layer, call } of order(model, layers)) {
      const entry = layers.get(layer);
      if (entry === undefined) continue;
      const operands = entry.calls[call]?.inputs ?? [];
      const tensors = operands.flatMap((operand) => (operand.kind === 'tensor' ? [find(operand.tensor)] : []));
      done.set(`${layer}\n${call}`, makeCall(entry, call, tensors));
    }
    return model.outputs.map(find);
  }

  private nested(
    layer: KerasLayer,
    model: KerasModel,
    index: number,
    inputs: readonly ImportNode[],
    around: Surroundings,
  ): readonly ImportNode[] {
    const owner = `${around.owner}/${layer.name}`;
    const single = inputs.length === 1 && model.outputs.length === 1;
    const call: NestedCall = {
      owner,
      name: layer.name,
      call: (this.calls += 1),
      input: single ? inputs[0] : undefined,
    };
    if (!single && layer.calls.length > 1 && index > 0)
      this.note(
        layer,
        `${layer.name} is used several times with several inputs or outputs; it is written out each time`,
      );
    return this.model(model, inputs, {
      path: [...around.path, layer.name],
      owner,
      scope: [...around.scope, call],
    });
  }

  private input(layer: KerasLayer, around: Surroundings): ImportNode {
    const { config } = layer;
    const shape = argumentValue(own(config, 'batch_shape') ?? own(config, 'batch_input_shape'));
    const sizes = isList(shape) ? shape.slice(1) : undefined;
    if (sizes === undefined) this.note(layer, 'the shape of the input is not told');
    return this.add(layer, around, {
      inputs: [],
      shape: (sizes ?? [null]).map((size) => (typeof size === 'number' ? size : null)),
    });
  }

  private layer(layer: KerasLayer, call: KerasCall, inputs: readonly ImportNode[], around: Surroundings): ImportNode {
    const operation = operationName(layer);
    if (operation !== undefined) {
      const constants = call.inputs.map((operand) => (operand.kind === 'constant' ? operand.value : undefined));
      const use = operationUse(operation, { tensors: inputs.length, constants, options: call.options }, layer);
      return use === undefined
        ? this.unknown(layer, inputs, around, `the operation ${operation} is not in the language`)
        : this.add(layer, around, { ...use, inputs });
    }
    const [first, second] = inputs;
    if (bareName(layer) === 'CustomScaleLayer' && first !== undefined && second !== undefined)
      return this.scaledSum(layer, first, second, around);
    const use = this.useOf(layer);
    if (use === undefined) {
      const what =
        bareName(layer) === 'Activation' ? `activation ${activationName(layer)}` : `layer ${layer.className}`;
      return this.unknown(layer, inputs, around, `the ${what} is not in the language`);
    }
    if (inputs.length < use.layer.inputs.min || inputs.length > use.layer.inputs.max)
      return this.unknown(layer, inputs, around, `${layer.className} is called on ${inputs.length} tensors`);
    return this.add(layer, around, { ...use, inputs });
  }

  /** InceptionResNetV2's a + scale · b: in the language a sum with a rescaled tensor. */
  private scaledSum(layer: KerasLayer, first: ImportNode, second: ImportNode, around: Surroundings): ImportNode {
    const rescaling = registered('Rescaling');
    const { args } = argumentsOf(rescaling, { scale: own(layer.config, 'scale') ?? 1 }, undefined);
    const scaled = this.add({ ...layer, name: `${layer.name}_scale` }, around, {
      layer: rescaling,
      args,
      inputs: [second],
      isNamed: false,
    });
    return this.add(layer, around, { layer: registered('Add'), inputs: [first, scaled] });
  }

  private useOf(layer: KerasLayer): LayerUse | undefined {
    const bare = bareName(layer);
    if (bare === 'Activation') return this.activation(layer);
    if (bare === 'StochasticDepth')
      return this.checked(layer, registered('Dropout'), {
        rate: own(layer.config, 'drop_path_rate') ?? 0,
        noise_shape: own(layer.config, 'noise_shape') ?? [null, 1, 1, 1],
      });
    const definition = layerOfClass(layer.className);
    return definition === undefined ? undefined : this.checked(layer, definition, layer.config);
  }

  private activation(layer: KerasLayer): LayerUse | undefined {
    const definition = layerOfActivation(activationName(layer));
    const rest = Object.entries(layer.config).filter(([key]) => key !== 'activation');
    return definition === undefined ? undefined : this.checked(layer, definition, Object.fromEntries(rest));
  }

  private checked(layer: KerasLayer, definition: LayerDefinition, config: KerasLayer['config']): LayerUse {
    const { args, problems } = argumentsOf(definition, config, layer.rank);
    for (const problem of problems) this.note(layer, problem);
    return { layer: definition, args };
  }

  private unknown(layer: KerasLayer, inputs: readonly ImportNode[], around: Surroundings, reason: string): ImportNode {
    this.note(layer, reason);
    return this.add(layer, around, { inputs, unknown: bareName(layer).replace(/\W/g, '_') });
  }

  private add(
    layer: KerasLayer,
    around: Surroundings,
    node: Partial<ImportNode> & Pick<ImportNode, 'inputs'>,
  ): ImportNode {
    if (this.nodes.length >= nodeLimit)
      throw new ImportProblem(`it has more than ${nodeLimit} layers`, layer.place, 'Take a smaller model.');
    const made: ImportNode = {
      id: this.nodes.length,
      layer: undefined,
      args: new Map<string, ArgumentValue>(),
      path: [...around.path, layer.name],
      name: layer.name,
      isNamed: !isAutomaticName(layer.name, layer.className),
      owner: `${around.owner}/${layer.name}`,
      scope: around.scope,
      shape: undefined,
      unknown: undefined,
      ...node,
    };
    this.nodes.push(made);
    return made;
  }

  private note(layer: KerasLayer | undefined, message: string): void {
    const place = layer === undefined ? '' : `${layer.place} (${layer.name})`;
    if (!this.notes.some((note) => note.place === place && note.message === message))
      this.notes.push({ place, message });
  }
}

const damaged = 'The file is damaged; save the model again.';

/** The calls that lead to the outputs, each behind those it needs. Throws where a tensor is made from itself. */
function order(
  model: KerasModel,
  layers: ReadonlyMap<string, KerasLayer>,
): readonly { readonly layer: string; readonly call: number }[] {
  const result: { layer: string; call: number }[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (start: { layer: string; call: number }): void => {
    if (state.has(`${start.layer}\n${start.call}`)) return;
    const stack = [{ ...start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (top === undefined) return;
      const key = `${top.layer}\n${top.call}`;
      const operands = layers.get(top.layer)?.calls[top.call]?.inputs ?? [];
      if (top.next === 0) state.set(key, 'open');
      const operand = operands[top.next];
      top.next += 1;
      if (operand === undefined) {
        result.push({ layer: top.layer, call: top.call });
        state.set(key, 'done');
        stack.pop();
        continue;
      }
      if (operand.kind === 'constant') continue;
      const { layer, call } = operand.tensor;
      const known = state.get(`${layer}\n${call}`);
      if (known === 'open')
        throw new ImportProblem(`the layer "${layer}" is made from its own output`, model.name, damaged);
      if (known === undefined) stack.push({ layer, call, next: 0 });
    }
  };
  // In the order of the file, so that the text reads in it; then whatever the outputs still need.
  const wanted = needed(model, layers);
  for (const layer of model.layers)
    layer.calls.forEach((_, call) => {
      if (wanted.has(`${layer.name}\n${call}`)) visit({ layer: layer.name, call });
    });
  for (const { layer, call } of [...model.inputs, ...model.outputs]) visit({ layer, call });
  return result;
}

/** Calls that lead to an output. */
function needed(model: KerasModel, layers: ReadonlyMap<string, KerasLayer>): ReadonlySet<string> {
  const wanted = new Set<string>();
  const stack = [...model.outputs];
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
    const key = `${tensor.layer}\n${tensor.call}`;
    if (wanted.has(key)) continue;
    wanted.add(key);
    for (const operand of layers.get(tensor.layer)?.calls[tensor.call]?.inputs ?? [])
      if (operand.kind === 'tensor') stack.push(operand.tensor);
  }
  return wanted;
}

/** The function of an `Activation`, as Keras calls it; empty where the file has none. */
function activationName({ config }: KerasLayer): string {
  const value = own(config, 'activation');
  const known = argumentValue(value) ?? null;
  if (typeof known === 'string') return known;
  if (isFunction(known)) return known.name;
  const named = isObject(value) ? own(value, 'config') : undefined;
  return typeof named === 'string' ? named : '';
}

function bareName({ className }: KerasLayer): string {
  return className.slice(className.lastIndexOf('>') + 1);
}

function registered(name: string): LayerDefinition {
  const layer = layerRegistry.get(name);
  if (layer === undefined) throw new Error(`There is no layer called ${name}.`);
  return layer;
}
