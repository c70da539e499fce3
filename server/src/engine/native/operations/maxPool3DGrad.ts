import { numbersAttribute, textAttribute } from '../../../compiler/operations/attributes';
import { numbersValue, textValue, typeValue } from '../graph/attributes';
import type { NodeAttributes, NodeOutput } from '../graph/graphWriter';
import { inputAt, inputTypeAt, type OperationCall } from './operationWriter';

/**
 * The gradient goes to the first greatest element of a window. TensorFlow's own kernel gives it to all that are
 * equal, as many are after a ReLU; its 2-D kernel to the first. A window's maximum is that of its planes' maxima:
 * pool each plane, then along the depth, and go back the same way.
 */
export function writeMaxPool3DGrad(call: OperationCall): readonly NodeOutput[] {
  const [x, y, dy] = [inputAt(call, 0), inputAt(call, 1), inputAt(call, 2)];
  const [, depth = 1, height = 1, width = 1, channels = 1] = inputTypeAt(call, 0).shape.map(Number);
  const [, slices = 1, rows = 1, columns = 1] = inputTypeAt(call, 1).shape.map(Number);
  const plane = windowAttributes(call, (numbers) => numbers.slice(1));
  const along = windowAttributes(call, ([first = 1]) => [first, 1]);
  const { graph } = call;
  const reshape = (value: NodeOutput, shape: readonly number[]): NodeOutput =>
    graph.node('Reshape', [value, graph.constant('int32', shape)], {
      T: typeValue('float32'),
      Tshape: typeValue('int32'),
    });

  const planes = reshape(x, [-1, height, width, channels]);
  const pooledPlanes = graph.node('MaxPool', [planes], plane);
  const column = (value: NodeOutput, length: number): NodeOutput =>
    reshape(value, [-1, length, rows * columns, channels]);
  const planesGradient = graph.node(
    'MaxPoolGrad',
    [column(pooledPlanes, depth), column(y, slices), column(dy, slices)],
    along,
  );
  const back = reshape(planesGradient, [-1, rows, columns, channels]);
  return [
    reshape(graph.node('MaxPoolGrad', [planes, pooledPlanes, back], plane), [-1, depth, height, width, channels]),
  ];
}

function windowAttributes(
  { attributes }: OperationCall,
  axes: (numbers: readonly number[]) => readonly number[],
): NodeAttributes {
  return {
    T: typeValue('float32'),
    ksize: numbersValue([1, ...axes(numbersAttribute(attributes, 'ksize')), 1]),
    strides: numbersValue([1, ...axes(numbersAttribute(attributes, 'strides')), 1]),
    padding: textValue(textAttribute(attributes, 'padding')),
    data_format: textValue('NHWC'),
  };
}
