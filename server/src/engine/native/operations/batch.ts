/** What needs the number of rows, which only the running graph knows. */
import { numberAttribute, numbersAttribute } from '../../../compiler/operations/attributes';
import { flagValue, numberValue, typeValue } from '../graph/attributes';
import type { GraphWriter, NodeOutput } from '../graph/graphWriter';
import type { GraphType } from '../graph/types';
import { inputAt, inputTypeAt, type OperationWriter } from './operationWriter';

/** The shape of a tensor, int32 [rank]. */
export function shapeOf(graph: GraphWriter, tensor: NodeOutput, type: GraphType): NodeOutput {
  return graph.node('Shape', [tensor], { T: typeValue(type), out_type: typeValue('int32') });
}

/** The rows of a tensor, int32 [1]. */
export function rowsOf(graph: GraphWriter, tensor: NodeOutput, type: GraphType): NodeOutput {
  const bounds = [graph.constant('int32', [0]), graph.constant('int32', [1])];
  return graph.node('Slice', [shapeOf(graph, tensor, type), ...bounds], {
    T: typeValue('int32'),
    Index: typeValue('int32'),
  });
}

/** int32 [N, …sizes] with the rows of `tensor`. */
export function shapeWithRows(
  graph: GraphWriter,
  tensor: NodeOutput,
  type: GraphType,
  sizes: readonly number[],
): NodeOutput {
  const rows = rowsOf(graph, tensor, type);
  return graph.node('ConcatV2', [rows, graph.constant('int32', sizes), graph.scalar('int32', 0)], {
    N: numberValue(2),
    T: typeValue('int32'),
    Tidx: typeValue('int32'),
  });
}

export const batchWriters: Readonly<Record<string, OperationWriter>> = {
  BatchSize(call) {
    const { graph } = call;
    const rows = rowsOf(graph, inputAt(call, 0), inputTypeAt(call, 0).dtype);
    const scalar = graph.node('Reshape', [rows, graph.constant('int32', [])], {
      T: typeValue('int32'),
      Tshape: typeValue('int32'),
    });
    return [graph.node('Cast', [scalar], { SrcT: typeValue('int32'), DstT: typeValue('float32') })];
  },

  BatchPart(call) {
    const { graph, attributes } = call;
    const { dtype } = inputTypeAt(call, 0);
    const rows = rowsOf(graph, inputAt(call, 0), dtype);
    const int32 = { T: typeValue('int32') };
    const bound = (index: number): NodeOutput => {
      const scaled = graph.node('Mul', [rows, graph.constant('int32', [index])], int32);
      return graph.node('FloorDiv', [scaled, graph.constant('int32', [numberAttribute(attributes, 'count')])], int32);
    };
    const index = numberAttribute(attributes, 'index');
    const [begin, end] = [bound(index), bound(index + 1)];
    return [
      graph.node('StridedSlice', [inputAt(call, 0), begin, end, graph.constant('int32', [1])], {
        T: typeValue(dtype),
        Index: typeValue('int32'),
      }),
    ];
  },

  BroadcastTo(call) {
    const { graph } = call;
    const shape = shapeOf(graph, inputAt(call, 1), inputTypeAt(call, 1).dtype);
    return [
      graph.node('BroadcastTo', [inputAt(call, 0), shape], {
        T: typeValue(inputTypeAt(call, 0).dtype),
        Tidx: typeValue('int32'),
      }),
    ];
  },

  /** alg=1 is Philox; the key is the seed's two words as one uint64, little endian, the counter [0, salt]. */
  StatelessRandomUniformV2(call) {
    const { graph, attributes } = call;
    const shape = shapeWithRows(
      graph,
      inputAt(call, 0),
      inputTypeAt(call, 0).dtype,
      numbersAttribute(attributes, 'shape'),
    );
    const word = graph.node('Bitcast', [inputAt(call, 1)], { T: typeValue('int32'), type: typeValue('uint64') });
    const key = graph.node('ExpandDims', [word, graph.scalar('int32', 0)], {
      T: typeValue('uint64'),
      Tdim: typeValue('int32'),
    });
    const counter = graph.constant('uint64', [0, numberAttribute(attributes, 'salt')]);
    return [
      graph.node('StatelessRandomUniformV2', [shape, key, counter, graph.scalar('int32', 1)], {
        dtype: typeValue('float32'),
        Tshape: typeValue('int32'),
      }),
    ];
  },

  OneHot(call) {
    const { graph, attributes } = call;
    const depth = graph.scalar('int32', numberAttribute(attributes, 'depth'));
    return [
      graph.node('OneHot', [inputAt(call, 0), depth, graph.scalar('float32', 1), graph.scalar('float32', 0)], {
        T: typeValue('float32'),
        TI: typeValue('int32'),
        axis: numberValue(-1),
      }),
    ];
  },

  MatMul: ({ graph, inputs, attributes }) => [
    graph.node('MatMul', inputs, {
      T: typeValue('float32'),
      transpose_a: flagValue(attributes['transpose_a'] === true),
      transpose_b: flagValue(attributes['transpose_b'] === true),
    }),
  ],
  BatchMatMulV2: ({ graph, inputs, attributes }) => [
    graph.node('BatchMatMulV2', inputs, {
      T: typeValue('float32'),
      adj_x: flagValue(attributes['adj_x'] === true),
      adj_y: flagValue(attributes['adj_y'] === true),
    }),
  ],
};
