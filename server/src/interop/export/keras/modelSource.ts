import type { GraphNode, LayerInstance, ModelGraph, Scope } from '../../../language/model/graph';
import { formatShape } from '../../../language/model/shape';
import type { PythonScript } from '../python/pythonScript';
import { callLines, docText, pythonList, pythonLiteral, pythonName, snakeName } from '../python/pythonText';
import { ExportProblem } from '../exportProblem';
import { planModel } from '../structure/planModel';
import type { BlockPlan } from '../structure/modelPlan';
import { argumentTexts, bodyLines, blockFunctionName, type BodyStyle } from './bodyLines';
import { kerasLayerCall } from './layerCall';
import { kerasLayerName } from './layerName';

/** The function that builds a model, and those of its blocks. */
export interface KerasModelSource {
  /** `build_cifar_net`: takes nothing and gives a `keras.Model`. */
  readonly functionName: string;
  readonly source: string;
}

export interface KerasModelOptions {
  /** Collects what the source needs besides: imports, classes. */
  readonly script: PythonScript;
  /** Of the analysis: gives the names of the blocks' parameters. */
  readonly scope?: Scope | undefined;
}

/**
 * A model as a Keras function: blocks are functions, what repeats is a loop. Layers are called by their stable
 * paths with dots, so that exported weights find them. A size that is not known is None. Throws an ExportProblem
 * where a layer has an error.
 */
export function kerasModelSource(graph: ModelGraph, { script, scope }: KerasModelOptions): KerasModelSource {
  const broken = graph.nodes.find(({ output }) => output === undefined);
  if (broken !== undefined)
    throw new ExportProblem('keras', broken, 'its shape is not known, since an error stands in the model');
  script.import('import keras');
  script.import('from keras import layers');
  const plan = planModel(graph, {
    callOf: (node) => (isInput(node) ? inputCall(node) : kerasLayerCall(node, script)),
    scope,
  });
  const style: BodyStyle = { usesNumbered: () => script.define('numbered', numberedSource) };
  const functionName = `build_${snakeName(graph.name)}`;
  const shared = sharedLayers(graph);
  const body = bodyLines({
    items: plan.items,
    style,
    comment: ({ output }) => formatShape(output),
    kept: [...graph.inputs, ...graph.outputs.map(({ node }) => node)],
    shared,
  });
  const inputs = graph.inputs.map((node) => body.variable(node));
  const outputs = graph.outputs.map(({ name, node }) => ({ name, variable: body.variable(node) }));
  const result =
    outputs.length === 1
      ? (outputs[0]?.variable ?? '')
      : `{${outputs.map(({ name, variable }) => `${pythonLiteral(name)}: ${variable}`).join(', ')}}`;
  const params = graph.totals.params;
  const title = `The model ${docText(graph.name)}${params === null ? '' : `: ${params.toLocaleString('en-US')} parameters`}.`;
  const fixed = fixedKernels(graph, script);
  const made = `keras.Model(${inputs.length === 1 ? inputs[0] : `[${inputs.join(', ')}]`}, ${result}, name=${pythonLiteral(pythonName(graph.name))})`;
  const lines = [
    `def ${functionName}():`,
    `    """${title}"""`,
    ...sharedLines(graph, shared, script),
    ...body.lines,
    ...(fixed === undefined ? [`    return ${made}`] : [`    model = ${made}`, ...fixed, '    return model']),
  ];
  return {
    functionName,
    source: [...plan.blocks.map((block) => blockSource(block, style)), lines.join('\n')].join('\n\n\n'),
  };
}

/** A variable for each layer that is used more than once. */
function sharedLayers({ nodes }: ModelGraph): ReadonlyMap<LayerInstance, string> {
  const again = nodes.filter((node, index) => nodes.findIndex(({ owner }) => owner === node.owner) < index);
  return new Map(again.map(({ owner }) => [owner, `${snakeName(owner.path)}_layer`]));
}

function sharedLines(
  { nodes }: ModelGraph,
  shared: ReadonlyMap<LayerInstance, string>,
  script: PythonScript,
): readonly string[] {
  const lines = [...shared].flatMap(([owner, variable]) => {
    const node = nodes.find((candidate) => candidate.owner === owner);
    if (node === undefined) return [];
    const { callee, args } = kerasLayerCall(node, script);
    const texts = argumentTexts(args, pythonLiteral(kerasLayerName(owner.path)));
    return [callLines(`${variable} = ${callee}`, texts, '', { indent: 4 })];
  });
  return lines.length === 0 ? [] : ['    # Layers that are used more than once share their weights.', ...lines];
}

function isInput(node: GraphNode): boolean {
  return node.inputs.length === 0;
}

function inputCall({ output, owner }: GraphNode) {
  return {
    callee: 'keras.Input',
    args: [
      { name: 'shape', text: pythonLiteral(output ?? []), isPositional: true },
      { name: 'name', text: pythonLiteral(kerasLayerName(owner.path)) },
    ],
  };
}

function blockSource(plan: BlockPlan, style: BodyStyle): string {
  const { template, parameters } = plan;
  const body = bodyLines({ items: template.items, style, block: plan });
  const tensors = template.inputs.map((node) => body.variable(node));
  const outputs = template.outputs.map((node) => body.variable(node));
  const signature = callLines(`def ${blockFunctionName(plan)}`, [...tensors, ...parameters, 'name'], ':', {
    indent: 0,
  });
  return [
    signature,
    `    """The block ${docText(plan.block)}."""`,
    ...body.lines,
    `    return ${outputs.join(', ')}`,
  ].join('\n');
}

const numberedSource = `
def numbered(name, count, start=1):
    """The names of layers in a row: Conv2D, Conv2D.2, Conv2D.3 and so on."""
    return [name if number == 1 else f"{name}.{number}" for number in range(start, start + count)]
`;

/** Kernels of `kernel` declarations are weights that training leaves alone. */
function fixedKernels(graph: ModelGraph, script: PythonScript): readonly string[] | undefined {
  const owners = new Set(graph.nodes.map(({ owner }) => owner));
  const lines = [...owners].flatMap(({ path, weights }) =>
    weights.flatMap(({ fixed, shape }) => {
      if (fixed === undefined) return [];
      const sizes = shape.map((size) => size ?? 1);
      const kernel = sizes.slice(0, -2);
      return [
        `    kernel = np.array(${pythonList(nested(fixed, kernel))}, "float32")`,
        `    model.get_layer(${pythonLiteral(kerasLayerName(path))}).set_weights([kernel.reshape(${pythonLiteral(sizes)})])`,
      ];
    }),
  );
  if (lines.length === 0) return undefined;
  script.import('import numpy as np');
  return ['    # Kernels of fixed numbers, which training leaves alone.', ...lines];
}

type Nested = number | readonly Nested[];

/** Row-major values as nested lists; those that a kernel repeats by channel once. */
function nested(values: readonly number[], shape: readonly number[]): readonly Nested[] {
  const size = shape.reduce((product, each) => product * each, 1);
  if (size !== values.length) return values;
  const [first = 1, ...rest] = shape;
  if (rest.length === 0) return values;
  const step = size / first;
  return Array.from({ length: first }, (_, index) => nested(values.slice(index * step, (index + 1) * step), rest));
}
