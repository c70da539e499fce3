/**
 * Convolutions with dilation, or with unequal strides in a depthwise one, by operations that always work. TensorFlow's
 * own kernels refuse them or give wrong sums, which ones depending on whether oneDNN is on: forward dilated Conv3D and
 * depthwise, the gradients of every dilated convolution. Dilation moves into the batch (SpaceToBatchND) and a plain
 * convolution of stride 1 follows, of whose outputs each stride-th counts.
 */
import type { OperationAttributes } from '../../../language/layers/lowering';
import { windowsOf } from '../../../compiler/operations/windows';
import { numberValue, typeValue } from '../graph/attributes';
import type { GraphWriter, NodeOutput } from '../graph/graphWriter';

export interface SpacedConvolution {
  readonly graph: GraphWriter;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly output: readonly number[];
  /** [before, after] of each spatial axis: the image with its padding fills whole blocks. */
  readonly paddings: readonly (readonly [number, number])[];
  /** What the convolution gives beyond output · stride places, by axis. */
  readonly surplus: readonly number[];
  /** Spatial sizes of an image in blocks. */
  readonly blocked: readonly number[];
}

export function planSpaced(
  graph: GraphWriter,
  image: readonly number[],
  kernel: readonly number[],
  attributes: OperationAttributes,
): SpacedConvolution {
  const { strides, dilations, before, output } = windowsOf(image, kernel, attributes);
  const at = (list: readonly number[], axis: number): number => list[axis] ?? 1;
  const reach = kernel.map((taps, axis) => (taps - 1) * at(dilations, axis));
  const padded = image.map((size, axis) => {
    const start = before[axis] ?? 0;
    const wanted = Math.max(start + size, at(output, axis) * at(strides, axis) + (reach[axis] ?? 0));
    return Math.ceil(wanted / at(dilations, axis)) * at(dilations, axis);
  });
  return {
    graph,
    strides,
    dilations,
    output,
    paddings: image.map((size, axis) => [before[axis] ?? 0, (padded[axis] ?? 0) - (before[axis] ?? 0) - size]),
    surplus: padded.map((size, axis) => size - (reach[axis] ?? 0) - at(output, axis) * at(strides, axis)),
    blocked: padded.map((size, axis) => size / at(dilations, axis)),
  };
}

/** The image padded, its dilated grids beside each other in the batch. */
export function imageToBlocks(plan: SpacedConvolution, image: NodeOutput): NodeOutput {
  return spaceToBatch(plan, image, plan.paddings);
}

/** The adjoint of `imageToBlocks`. */
export function blocksToImage(plan: SpacedConvolution, blocks: NodeOutput): NodeOutput {
  return batchToSpace(plan, blocks, plan.paddings);
}

/** From the convolution of blocks to the outputs, each stride-th place. */
export function blocksToOutput(plan: SpacedConvolution, blocks: NodeOutput): NodeOutput {
  const places = batchToSpace(
    plan,
    blocks,
    plan.surplus.map((surplus) => [0, surplus]),
  );
  if (plan.strides.every((stride) => stride === 1)) return places;
  const { graph } = plan;
  const zeros = plan.strides.map(() => 0);
  const bounds = [
    [0, ...zeros],
    [0, ...plan.output.map((size, axis) => size * (plan.strides[axis] ?? 1))],
    [1, ...plan.strides],
  ].map((list) => graph.constant('int32', list));
  return graph.node('StridedSlice', [places, ...bounds], slicing);
}

/** The adjoint of `blocksToOutput`: zeros between the places that count. */
export function outputToBlocks(plan: SpacedConvolution, output: NodeOutput, channels: number): NodeOutput {
  const spread = plan.strides.every((stride) => stride === 1) ? output : spreadOutput(plan, output, channels);
  return spaceToBatch(
    plan,
    spread,
    plan.surplus.map((surplus) => [0, surplus]),
  );
}

function spreadOutput(
  { graph, strides, output: sizes }: SpacedConvolution,
  output: NodeOutput,
  channels: number,
): NodeOutput {
  const reshape = (value: NodeOutput, shape: readonly number[]): NodeOutput =>
    graph.node('Reshape', [value, graph.constant('int32', shape)], {
      T: typeValue('float32'),
      Tshape: typeValue('int32'),
    });
  const split = reshape(output, [-1, ...sizes.flatMap((size) => [size, 1]), channels]);
  const paddings = [0, 0, ...strides.flatMap((stride) => [0, 0, 0, stride - 1]), 0, 0];
  const table = graph.constant('int32', paddings, [paddings.length / 2, 2]);
  const padded = graph.node('Pad', [split, table], { T: typeValue('float32'), Tpaddings: typeValue('int32') });
  return reshape(padded, [-1, ...sizes.map((size, axis) => size * (strides[axis] ?? 1)), channels]);
}

function spaceToBatch(
  plan: SpacedConvolution,
  value: NodeOutput,
  paddings: readonly (readonly [number, number])[],
): NodeOutput {
  return plan.graph.node('SpaceToBatchND', [value, ...blockInputs(plan, paddings)], {
    ...blocking,
    Tpaddings: typeValue('int32'),
  });
}

function batchToSpace(
  plan: SpacedConvolution,
  value: NodeOutput,
  crops: readonly (readonly [number, number])[],
): NodeOutput {
  return plan.graph.node('BatchToSpaceND', [value, ...blockInputs(plan, crops)], {
    ...blocking,
    Tcrops: typeValue('int32'),
  });
}

function blockInputs(
  { graph, dilations }: SpacedConvolution,
  edges: readonly (readonly [number, number])[],
): readonly NodeOutput[] {
  return [graph.constant('int32', dilations), graph.constant('int32', edges.flat(), [edges.length, 2])];
}

const blocking = { T: typeValue('float32'), Tblock_shape: typeValue('int32') };

/** The end of the batch is its end. */
const slicing = {
  T: typeValue('float32'),
  Index: typeValue('int32'),
  begin_mask: numberValue(1),
  end_mask: numberValue(1),
};
