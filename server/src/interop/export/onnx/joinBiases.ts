import type { OnnxNode, OnnxTensor } from './onnxMessages';

const convolutions = new Set(['Conv', 'ConvTranspose']);

/** A bias that is added to a convolution becomes the convolution's own, as other tools write it. */
export function joinBiases(nodes: readonly OnnxNode[], tensors: readonly OnnxTensor[]): readonly OnnxNode[] {
  const vectors = new Set(tensors.filter(({ shape }) => shape.length === 1).map(({ name }) => name));
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const uses = new Map<string, number>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const joined = new Map<OnnxNode, OnnxNode | undefined>();
  for (const node of nodes) {
    const [value = '', shaped = ''] = node.inputs;
    const convolution = makers.get(value);
    const reshape = makers.get(shaped);
    const bias = reshape?.op === 'Reshape' ? reshape.inputs[0] : undefined;
    if (node.op !== 'Add' || convolution === undefined || bias === undefined || !vectors.has(bias)) continue;
    if (!convolutions.has(convolution.op) || convolution.inputs.length > 2 || uses.get(value) !== 1) continue;
    joined.set(convolution, { ...convolution, inputs: [...convolution.inputs, bias], outputs: node.outputs });
    joined.set(node, undefined);
    if (reshape !== undefined && uses.get(shaped) === 1) joined.set(reshape, undefined);
  }
  return nodes.flatMap((node) => {
    if (!joined.has(node)) return [node];
    const other = joined.get(node);
    return other === undefined ? [] : [other];
  });
}
