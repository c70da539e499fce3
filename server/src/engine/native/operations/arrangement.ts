/** Operations that move elements: their sizes are constants of the graph, not attributes. */
import { numberAttribute, numbersAttribute } from '../../../compiler/operations/attributes';
import { normalizeAxis } from '../../../compiler/operations/shapes';
import { flagValue, numberValue, typeValue } from '../graph/attributes';
import { outputOf } from '../graph/graphWriter';
import { inputAt, inputTypeAt, type OperationCall, type OperationWriter } from './operationWriter';

/** A node whose second input is a row of numbers. */
const withNumbers =
  (op: string, attribute: string, typeName: string): OperationWriter =>
  (call) => {
    const numbers = call.graph.constant('int32', numbersAttribute(call.attributes, attribute));
    return [call.graph.node(op, [inputAt(call, 0), numbers], { T: inputType(call), [typeName]: typeValue('int32') })];
  };

const reduction =
  (op: string): OperationWriter =>
  (call) => {
    const axes = call.graph.constant('int32', numbersAttribute(call.attributes, 'axes'));
    const keep = flagValue(call.attributes['keep_dims'] === true);
    return [
      call.graph.node(op, [inputAt(call, 0), axes], { T: inputType(call), Tidx: typeValue('int32'), keep_dims: keep }),
    ];
  };

export const arrangementWriters: Readonly<Record<string, OperationWriter>> = {
  ...Object.fromEntries(['Sum', 'Mean', 'Max', 'Min', 'Prod'].map((op) => [op, reduction(op)])),
  Reshape: withNumbers('Reshape', 'shape', 'Tshape'),
  Transpose: withNumbers('Transpose', 'perm', 'Tperm'),
  Tile: withNumbers('Tile', 'multiples', 'Tmultiples'),
  Reverse: withNumbers('ReverseV2', 'axes', 'Tidx'),

  ArgMax: (call) => [
    call.graph.node(
      'ArgMax',
      [inputAt(call, 0), call.graph.scalar('int32', numberAttribute(call.attributes, 'axis'))],
      {
        T: inputType(call),
        Tidx: typeValue('int32'),
        output_type: typeValue('int32'),
      },
    ),
  ],

  ConcatV2(call) {
    const { graph, inputs, attributes } = call;
    // TensorFlow wants two at least.
    if (inputs.length === 1) return inputs;
    const axis = graph.scalar('int32', numberAttribute(attributes, 'axis'));
    return [
      graph.node('ConcatV2', [...inputs, axis], {
        N: numberValue(inputs.length),
        T: inputType(call),
        Tidx: typeValue('int32'),
      }),
    ];
  },

  Split(call) {
    const count = numberAttribute(call.attributes, 'num');
    const axis = call.graph.scalar('int32', numberAttribute(call.attributes, 'axis'));
    const split = call.graph.node('Split', [axis, inputAt(call, 0)], {
      T: inputType(call),
      num_split: numberValue(count),
    });
    return Array.from({ length: count }, (_, index) => outputOf(split, index));
  },

  Pad(call) {
    const paddings = numbersAttribute(call.attributes, 'paddings');
    const table = call.graph.constant('int32', paddings, [paddings.length / 2, 2]);
    return [call.graph.node('Pad', [inputAt(call, 0), table], { T: inputType(call), Tpaddings: typeValue('int32') })];
  },

  Slice(call) {
    const bounds = ['begin', 'size'].map((name) =>
      call.graph.constant('int32', numbersAttribute(call.attributes, name)),
    );
    return [call.graph.node('Slice', [inputAt(call, 0), ...bounds], { T: inputType(call), Index: typeValue('int32') })];
  },

  StridedSlice(call) {
    const end = numbersAttribute(call.attributes, 'end');
    const bounds = ['begin', 'end', 'strides'].map((name) =>
      call.graph.constant('int32', numbersAttribute(call.attributes, name)),
    );
    // The end −1 of the batch means all of it: TensorFlow would leave out the last row, but for the mask.
    const masks = { begin_mask: numberValue(0), end_mask: numberValue(end[0] === -1 ? 1 : 0) };
    return [
      call.graph.node('StridedSlice', [inputAt(call, 0), ...bounds], {
        T: inputType(call),
        Index: typeValue('int32'),
        ...masks,
      }),
    ];
  },

  GatherV2(call) {
    const axis = normalizeAxis(numberAttribute(call.attributes, 'axis'), inputTypeAt(call, 0).shape.length);
    return [
      call.graph.node('GatherV2', [inputAt(call, 0), inputAt(call, 1), call.graph.scalar('int32', axis)], {
        Tparams: inputType(call),
        Tindices: typeValue('int32'),
        Taxis: typeValue('int32'),
        batch_dims: numberValue(0),
      }),
    ];
  },
};

function inputType(call: OperationCall): ReturnType<typeof typeValue> {
  return typeValue(inputTypeAt(call, 0).dtype);
}
