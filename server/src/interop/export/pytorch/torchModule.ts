import type { GraphNode, LayerInstance, ModelGraph } from '../../../language/model/graph';
import { activations } from '../../../language/layers/functions/activations';
import { formatShape } from '../../../language/model/shape';
import { createScript, type PythonScript } from '../python/pythonScript';
import { docText, pythonLiteral, pythonName } from '../python/pythonText';
import { ExportProblem } from '../exportProblem';
import { activated } from './activationText';
import { convolutionWriters } from './layers/convolution';
import { normalizationWriters } from './layers/normalization';
import { otherWriters } from './layers/others';
import { poolingWriters } from './layers/pooling';
import { reshapingWriters } from './layers/reshaping';
import { torchProblem, type TorchCall, type TorchLayer, type TorchWriter } from './torchLayer';

const writers: { readonly [layer: string]: TorchWriter } = {
  ...convolutionWriters,
  ...poolingWriters,
  ...normalizationWriters,
  ...reshapingWriters,
  ...otherWriters,
};

/** Names that a forward function has already. */
const reserved = new Set(['x', 'self', 'torch', 'nn', 'F']);

const kernels: { readonly [name: string]: string } = {
  conv_kernel: `
def conv_kernel(kernel):
    """[spatial…, in, out] as [out, in, spatial…]."""
    return kernel.movedim((-1, -2), (0, 1))
`,
  depthwise_kernel: `
def depthwise_kernel(kernel):
    """[spatial…, channels, multiplier] as [channels · multiplier, 1, spatial…]."""
    return kernel.movedim((-2, -1), (0, 1)).flatten(0, 1)[:, None]
`,
  linear_kernel: `
def linear_kernel(kernel):
    """[in, out] as [out, in]."""
    return kernel.T
`,
};

/**
 * A model as a PyTorch module: what it takes and gives has its channels last, as the language has them; inside, images
 * and series stand channels first. Throws an ExportProblem for a layer that PyTorch has no counterpart of.
 */
export function torchModule(graph: ModelGraph, file: string): string {
  const unknown = graph.nodes.find(({ output }) => output === undefined || output.includes(null));
  if (unknown !== undefined || !graph.complete)
    throw new ExportProblem('pytorch', unknown, 'every size has to be known: give the input its sizes');
  const script = createScript();
  for (const line of [
    'import torch',
    'import torch.nn.functional as F',
    'from safetensors.torch import load_file',
    'from torch import nn',
  ])
    script.import(line);
  const names = attributeNames(graph);
  const variables = new Map<GraphNode, string>();
  const made = new Set<LayerInstance>();
  const init: string[] = [];
  const forward: string[] = [];
  const weights: string[] = [];
  const results = new Set(graph.outputs.map(({ node }) => node));
  graph.nodes.forEach((node) => {
    const variable = variableOf(node, graph, results);
    variables.set(node, variable);
    if (node.inputs.length === 0) {
      if ((node.output?.length ?? 0) >= 2)
        forward.push(
          `        ${variable} = ${variable}.movedim(-1, 1)  # ${formatShape(node.output)}, channels first from here`,
        );
      return;
    }
    const name = names.get(node.owner) ?? 'layer';
    const layer = layerOf(node, { name, inputs: node.inputs.map((input) => variables.get(input) ?? 'x'), script });
    forward.push(`        ${variable} = ${layer.forward}  # ${formatShape(node.output)}`);
    if (made.has(node.owner)) return;
    made.add(node.owner);
    for (const [suffix, text] of Object.entries(layer.modules ?? {}))
      init.push(`        self.${name}${suffix} = ${text}`);
    for (const { to, from, through } of layer.weights ?? []) {
      if (through !== undefined) script.define(through, kernels[through] ?? '');
      weights.push(
        `    ${pythonLiteral(`${name}${to}`)}: (${pythonLiteral(`${node.owner.path}/${from}`)}, ${through ?? 'as_is'}),`,
      );
    }
    if (!node.owner.trainable && node.owner.weights.length > 0 && layer.modules?.[''] !== undefined)
      init.push(`        self.${name}.requires_grad_(False)`);
  });
  script.define('as_is', '\ndef as_is(values):\n    return values\n');
  const given = graph.inputs.map((node) => variables.get(node) ?? 'x');
  const outputs = graph.outputs.map(({ name, node }) => ({ name, text: outputText(node, variables) }));
  const [only] = outputs;
  const result =
    outputs.length === 1
      ? (only?.text ?? '')
      : `{${outputs.map(({ name, text }) => `${pythonLiteral(name)}: ${text}`).join(', ')}}`;
  const module = [
    `class ${pythonName(graph.name)}(nn.Module):`,
    `    """The model ${docText(graph.name)}: ${(graph.totals.params ?? 0).toLocaleString('en-US')} parameters.`,
    '',
    '    Inputs and outputs have their channels last, as in Keras; inside, images and series stand channels first.',
    '    """',
    '',
    '    def __init__(self):',
    '        super().__init__()',
    ...init,
    '',
    `    def forward(self, ${given.join(', ')}):`,
    ...forward,
    `        return ${result}`,
  ].join('\n');
  const table = [
    '# By state of the module: where it is in the weights file, and how it is turned.',
    'WEIGHTS = {',
    ...weights,
    '}',
  ].join('\n');
  return `${[
    `"""${docText(graph.name)} for PyTorch, exported by Shapewright from ${docText(file)}."""\n\n${script.imports.join('\n')}`,
    ...script.definitions,
    module,
    table,
    loader,
  ].join('\n\n\n')}\n`;
}

const loader = `def load_weights(model, file):
    """Sets the weights of a model from a safetensors file that Shapewright has written."""
    tensors = load_file(file)
    state = model.state_dict()
    for name, (path, turn) in WEIGHTS.items():
        state[name] = turn(tensors[path]).reshape(state[name].shape)
    model.load_state_dict(state)`;

function layerOf(
  node: GraphNode,
  {
    name,
    inputs,
    script,
  }: { readonly name: string; readonly inputs: readonly string[]; readonly script: PythonScript },
): TorchLayer {
  const { layer, args, output = [] } = node;
  const call: TorchCall = {
    node,
    args,
    self: `self.${name}`,
    inputs,
    shapes: node.inputs.map((input) => input.output ?? []),
    output,
    define: (helper, source) => script.define(helper, source),
  };
  const writer = Object.hasOwn(writers, layer.name) ? writers[layer.name] : undefined;
  if (writer !== undefined) return writer(call);
  const activation = layer.category === 'activation' ? activations.get(layer.name) : undefined;
  if (activation !== undefined) {
    const values = Object.entries(args).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const [x = 'x'] = inputs;
    return {
      forward: activated(x, { kind: 'function', name: activation.name, args: Object.fromEntries(values) }, call),
    };
  }
  const reason =
    layer.trainingOnly === true || layer.name.startsWith('Random')
      ? 'it acts in training alone: put it into the data'
      : 'PyTorch has no counterpart';
  throw torchProblem(node, reason);
}

/** Attributes of the module: the paths as names; those that meet are numbered. */
function attributeNames({ nodes }: ModelGraph): ReadonlyMap<LayerInstance, string> {
  const names = new Map<LayerInstance, string>();
  const taken = new Set(['training', 'forward']);
  for (const { owner } of nodes) {
    if (names.has(owner)) continue;
    const plain = pythonName(owner.path.replaceAll('/', '_'));
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}_${number}`;
    taken.add(name);
    names.set(owner, name);
  }
  return names;
}

/** A tensor that several layers take, or that is a result, has a variable of its own; a chain shares `x`. */
function variableOf(node: GraphNode, graph: ModelGraph, results: ReadonlySet<GraphNode>): string {
  const consumers = graph.nodes.filter(({ inputs }) => inputs.includes(node));
  const isInput = node.inputs.length === 0;
  const next = graph.nodes[node.id + 1];
  const chained = consumers.length === 1 && next !== undefined && consumers[0] === next && next.inputs.length === 1;
  if (!isInput && !results.has(node) && chained) return 'x';
  const base = pythonName(
    node.tensor ?? (isInput && graph.inputs.length === 1 ? 'inputs' : node.path.replaceAll('/', '_')),
  );
  return reserved.has(base) || clashes(base, node, graph) ? `${base}_${node.id}` : base;
}

/** Whether another tensor may be called the same. */
function clashes(base: string, node: GraphNode, graph: ModelGraph): boolean {
  return graph.nodes.some(
    (other) => other !== node && (other.tensor === base || pythonName(other.path.replaceAll('/', '_')) === base),
  );
}

function outputText(node: GraphNode, variables: ReadonlyMap<GraphNode, string>): string {
  const name = variables.get(node) ?? 'x';
  return (node.output?.length ?? 0) >= 2 ? `${name}.movedim(1, -1)` : name;
}
