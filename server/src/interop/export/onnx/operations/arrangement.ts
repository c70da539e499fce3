/** Operations that move values, and those along axes. */
import { flagAttribute, numberAttribute, numbersAttribute } from '../../../../compiler/operations/attributes';
import { axisIn, toFirst, type Layout } from '../onnxGraph';
import { first, last, refAt, type OnnxCall, type OnnxWriter } from '../onnxOperation';

/** ONNX takes the rest of an axis so. */
const rest = Number.MAX_SAFE_INTEGER;

export const arrangementWriters: { readonly [op: string]: OnnxWriter } = {
  Reshape: ({ graph, inputs, attributes }) =>
    last(graph.node('Reshape', [graph.last(refAt({ inputs }, 0)), graph.whole(numbersAttribute(attributes, 'shape'))])),
  Transpose: ({ graph, inputs, attributes }) =>
    last(graph.node('Transpose', [graph.last(refAt({ inputs }, 0))], { perm: numbersAttribute(attributes, 'perm') })),
  ConcatV2: (call) => {
    const layout: Layout =
      call.inputs.some((ref) => call.graph.layoutOf(ref) === 'first') && call.rank > 2 ? 'first' : 'last';
    const names = call.inputs.map((ref) => (layout === 'first' ? call.graph.first(ref) : call.graph.last(ref)));
    return [
      {
        name: call.graph.node('Concat', names, {
          axis: axisIn(layout, numberAttribute(call.attributes, 'axis'), call.rank),
        }),
        layout,
      },
    ];
  },
  Pad: (call) => {
    const paddings = numbersAttribute(call.attributes, 'paddings');
    const sides = [0, 1].map((side) => paddings.filter((_, index) => index % 2 === side));
    return kept(call, (name, order) =>
      call.graph.node('Pad', [name, call.graph.whole(sides.flatMap((side) => order(side)))]),
    );
  },
  Slice: (call) => {
    const begin = numbersAttribute(call.attributes, 'begin');
    const size = numbersAttribute(call.attributes, 'size');
    const end = size.map((length, axis) => (length === -1 ? rest : (begin[axis] ?? 0) + length));
    return slice(
      call,
      begin,
      end,
      begin.map(() => 1),
    );
  },
  StridedSlice: (call) => {
    const begin = numbersAttribute(call.attributes, 'begin');
    const end = numbersAttribute(call.attributes, 'end').map((to, axis) => (axis === 0 && to === -1 ? rest : to));
    return slice(call, begin, end, numbersAttribute(call.attributes, 'strides'));
  },
  Reverse: (call) => {
    const axes = numbersAttribute(call.attributes, 'axes').map((axis) => axisIn('last', axis, call.rank));
    const { graph } = call;
    const name = graph.node('Slice', [
      graph.last(refAt(call, 0)),
      graph.whole(axes.map(() => -1)),
      graph.whole(axes.map(() => -rest)),
      graph.whole(axes),
      graph.whole(axes.map(() => -1)),
    ]);
    return last(name);
  },
  Split: (call) => {
    const { graph, operation, attributes } = call;
    const axis = axisIn('last', numberAttribute(attributes, 'axis'), call.rank);
    const sizes = operation.outputs.map(({ shape }) => shape[axis] ?? 1);
    const names = graph.nodes('Split', [graph.last(refAt(call, 0)), graph.whole(sizes)], sizes.length, { axis });
    return names.map((name) => ({ name, layout: 'last' }));
  },
  Tile: (call) =>
    kept(call, (name, order) =>
      call.graph.node('Tile', [name, call.graph.whole(order(numbersAttribute(call.attributes, 'multiples')))]),
    ),
  BroadcastTo: ({ graph, inputs }) => {
    const shape = graph.node('Shape', [graph.last(refAt({ inputs }, 1))]);
    return last(graph.node('Expand', [graph.last(refAt({ inputs }, 0)), shape]));
  },
  GatherV2: (call) => {
    const axis = axisIn('last', numberAttribute(call.attributes, 'axis'), call.rank);
    return last(
      call.graph.node('Gather', [call.graph.last(refAt(call, 0)), call.graph.last(refAt(call, 1))], { axis }),
    );
  },
  Mean: reduction('ReduceMean'),
  Sum: reduction('ReduceSum'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Softmax: alongChannels('Softmax'),
  LogSoftmax: alongChannels('LogSoftmax'),
  MatMul: (call) => product(call, 'transpose_a', 'transpose_b'),
  BatchMatMulV2: (call) => product(call, 'adj_x', 'adj_y'),
  ResizeBilinear: resize({ mode: 'linear' }),
  ResizeNearestNeighbor: resize({ mode: 'nearest', nearest_mode: 'round_prefer_ceil' }),
  FusedBatchNormV3: (call) => {
    const { graph, attributes } = call;
    const names = call.inputs.map((ref, index) => (index === 0 ? graph.first(ref) : graph.last(ref)));
    const epsilon = { float: numberAttribute(attributes, 'epsilon') };
    return first(graph.node('BatchNormalization', names, { epsilon }));
  },
};

/** In the order of axes that is there; `order` brings a list by axis into it. */
function kept(
  call: OnnxCall,
  write: (name: string, order: (values: readonly number[]) => readonly number[]) => string,
): ReturnType<OnnxWriter> {
  const { graph, rank } = call;
  const ref = refAt(call, 0);
  const layout = graph.layoutOf(ref);
  const name = layout === 'first' ? graph.first(ref) : graph.last(ref);
  const order = (values: readonly number[]): readonly number[] =>
    layout === 'first' ? toFirst(rank).map((axis) => values[axis] ?? 0) : values;
  return [{ name: write(name, order), layout }];
}

function slice(
  call: OnnxCall,
  begin: readonly number[],
  end: readonly number[],
  strides: readonly number[],
): ReturnType<OnnxWriter> {
  const axes = begin.map((_, axis) => axis);
  return kept(call, (name, order) =>
    call.graph.node('Slice', [
      name,
      ...[order(begin), order(end), axes, order(strides)].map((list) => call.graph.whole(list)),
    ]),
  );
}

/** All spatial axes at once need no turning: what is left is [N, C] in both orders. */
function reduction(op: string): OnnxWriter {
  return (call) => {
    const { graph, attributes } = call;
    const ref = refAt(call, 0);
    const rank = call.typeOf(ref).shape.length;
    const keepdims = flagAttribute(attributes, 'keep_dims') ? 1 : 0;
    const layout = graph.layoutOf(ref);
    const axes = numbersAttribute(attributes, 'axes').map((axis) => axisIn('last', axis, rank));
    const spatial = axes.length === rank - 2 && !axes.includes(0) && !axes.includes(rank - 1);
    const stays = layout === 'first' && (keepdims === 1 || spatial);
    const input = stays ? graph.first(ref) : graph.last(ref);
    const own = axes.map((axis) => axisIn(stays ? 'first' : 'last', axis, rank));
    const name = graph.node(op, [input, graph.whole(own)], { keepdims });
    return [{ name, layout: stays && keepdims === 1 ? 'first' : 'last' }];
  };
}

function alongChannels(op: string): OnnxWriter {
  return (call) =>
    kept(call, (name) =>
      call.graph.node(op, [name], { axis: axisIn(call.graph.layoutOf(refAt(call, 0)), -1, call.rank) }),
    );
}

function product(call: OnnxCall, left: string, right: string): ReturnType<OnnxWriter> {
  const { graph, attributes, rank } = call;
  const swapped = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
  const names = [left, right].map((flag, index) => {
    const name = graph.last(refAt(call, index));
    return flagAttribute(attributes, flag) ? graph.node('Transpose', [name], { perm: swapped }) : name;
  });
  return last(graph.node('MatMul', names));
}

function resize(mode: { readonly mode: string; readonly nearest_mode?: string }): OnnxWriter {
  return ({ graph, inputs, attributes }) => {
    const sizes = graph.whole(numbersAttribute(attributes, 'size'));
    return first(
      graph.node('Resize', [graph.first(refAt({ inputs }, 0)), '', '', sizes], {
        ...mode,
        coordinate_transformation_mode: 'half_pixel',
        axes: [2, 3],
      }),
    );
  };
}
