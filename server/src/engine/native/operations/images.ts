/** Resizing, pooling and batch normalization. */
import { numberAttribute, numbersAttribute, textAttribute } from '../../../compiler/operations/attributes';
import { flagValue, floatValue, numbersValue, textValue, typeValue } from '../graph/attributes';
import { outputOf, type NodeAttributes } from '../graph/graphWriter';
import { shapeWithRows } from './batch';
import { writeMaxPool3DGrad } from './maxPool3DGrad';
import { inputAt, inputTypeAt, type OperationCall, type OperationWriter } from './operationWriter';

export const imageWriters: Readonly<Record<string, OperationWriter>> = {
  ...Object.fromEntries(['MaxPool', 'AvgPool', 'MaxPool3D', 'AvgPool3D', 'MaxPoolGrad'].map((op) => [op, pooling(op)])),
  MaxPool3DGrad: writeMaxPool3DGrad,
  AvgPoolGrad: averagePoolGradient('AvgPoolGrad'),
  AvgPool3DGrad: averagePoolGradient('AvgPool3DGrad'),
  ResizeBilinear: resizing('ResizeBilinear'),
  ResizeNearestNeighbor: resizing('ResizeNearestNeighbor'),
  ResizeNearestNeighborGrad: resizing('ResizeNearestNeighborGrad'),
  ResizeBilinearGrad: (call) => [call.graph.node('ResizeBilinearGrad', call.inputs, resizeAttributes(call))],

  /**
   * The batch statistics among the outputs carry TensorFlow's unbiased variance, made for its own running average;
   * the reserved outputs, made for the gradient, carry the population variance on the CPU, which is what we want.
   */
  FusedBatchNormV3(call) {
    const { graph, inputs } = call;
    const training = call.attributes['is_training'] === true;
    const empty = graph.constant('float32', []);
    const node = graph.node('FusedBatchNormV3', training ? [...inputs, empty, empty] : inputs, {
      ...normalizationAttributes(call),
      exponential_avg_factor: floatValue(1),
    });
    return training ? [node, outputOf(node, 3), outputOf(node, 4)] : [node, inputAt(call, 3), inputAt(call, 4)];
  },
  FusedBatchNormGradV3(call) {
    const node = call.graph.node(
      'FusedBatchNormGradV3',
      [...call.inputs, call.graph.constant('float32', [])],
      normalizationAttributes(call),
    );
    return [node, outputOf(node, 1), outputOf(node, 2)];
  },
};

function pooling(op: string): OperationWriter {
  return (call) => [call.graph.node(op, call.inputs, poolAttributes(call))];
}

function averagePoolGradient(op: string): OperationWriter {
  return (call) => {
    const { graph, attributes } = call;
    const shape = shapeWithRows(graph, inputAt(call, 0), 'float32', numbersAttribute(attributes, 'input_size'));
    return [graph.node(op, [shape, inputAt(call, 0)], poolAttributes(call))];
  };
}

function poolAttributes({ attributes }: OperationCall): NodeAttributes {
  const ksize = numbersAttribute(attributes, 'ksize');
  return {
    T: typeValue('float32'),
    ksize: numbersValue([1, ...ksize, 1]),
    strides: numbersValue([1, ...numbersAttribute(attributes, 'strides'), 1]),
    padding: textValue(textAttribute(attributes, 'padding')),
    data_format: textValue(ksize.length === 3 ? 'NDHWC' : 'NHWC'),
  };
}

function resizing(op: string): OperationWriter {
  return (call) => {
    const size = call.graph.constant('int32', numbersAttribute(call.attributes, 'size'));
    return [call.graph.node(op, [inputAt(call, 0), size], resizeAttributes(call))];
  };
}

function resizeAttributes(call: OperationCall): NodeAttributes {
  return {
    T: typeValue(inputTypeAt(call, 0).dtype),
    align_corners: flagValue(false),
    half_pixel_centers: flagValue(call.attributes['half_pixel_centers'] === true),
  };
}

function normalizationAttributes({ attributes }: OperationCall): NodeAttributes {
  return {
    T: typeValue('float32'),
    U: typeValue('float32'),
    epsilon: floatValue(numberAttribute(attributes, 'epsilon')),
    data_format: textValue('NHWC'),
    is_training: flagValue(attributes['is_training'] === true),
  };
}
