import type { OperationAttributes } from '../../server/src/language/layers/lowering';
import { operationNamed } from '../../server/src/compiler/operations/registry';
import type { NumericTensor } from '../../server/src/compiler/operations/definition';

/** One call of an operation with made-up inputs: the engines must give what the float64 catalogue gives. */
export interface OperationCase {
  readonly op: string;
  readonly inputs: readonly NumericTensor[];
  readonly attributes: OperationAttributes;
  /** Of an update: its variables, all of one shape. */
  readonly variables?: readonly NumericTensor[];
}

/** Cases for every operation that computes, at least one each; the same for every seed-free run. */
export function operationCases(): readonly OperationCase[] {
  const draw = generator(7);
  const floats = (shape: readonly number[], from = -2, to = 2): NumericTensor =>
    tensor('float32', shape, () => Math.fround(from + (to - from) * draw()));
  const whole = (shape: readonly number[], below: number): NumericTensor =>
    tensor('int32', shape, () => Math.floor(below * draw()));
  const flags = (shape: readonly number[]): NumericTensor => tensor('bool', shape, () => Number(draw() > 0.5));
  const cases: OperationCase[] = [];
  const add = (
    op: string,
    inputs: readonly NumericTensor[],
    attributes: OperationAttributes = {},
    variables?: readonly NumericTensor[],
  ): void => {
    cases.push({ op, inputs, attributes, ...(variables && { variables }) });
  };

  for (const op of [
    'Abs',
    'Neg',
    'Exp',
    'Expm1',
    'Square',
    'Sign',
    'Floor',
    'Tanh',
    'Sigmoid',
    'Relu',
    'Relu6',
    'Elu',
    'Selu',
    'Softplus',
    'Softsign',
    'Erf',
    'Sin',
    'Cos',
    'IsFinite',
    'ZerosLike',
    'Identity',
    'CrossReplicaSum',
    'CrossReplicaBroadcast',
    'StopGradient',
    'Softmax',
    'LogSoftmax',
  ]) {
    add(op, [floats([3, 5], -4, 4)]);
  }
  for (const op of ['Log', 'Log1p', 'Sqrt', 'Rsqrt']) add(op, [floats([3, 5], 0.1, 4)]);
  add('LeakyRelu', [floats([3, 5])], { alpha: 0.3 });
  for (const op of [
    'AddV2',
    'Sub',
    'Mul',
    'RealDiv',
    'Maximum',
    'Minimum',
    'SquaredDifference',
    'Greater',
    'GreaterEqual',
    'Less',
    'LessEqual',
  ]) {
    add(op, [floats([2, 3, 4], 0.5, 2), floats([2, 3, 4], 0.5, 2)]);
    add(op, [floats([2, 3, 4], 0.5, 2), floats([3, 1], 0.5, 2)]);
    add(op, [floats([2, 3, 4], 0.5, 2), floats([], 0.5, 2)]);
  }
  add('Pow', [floats([2, 3], 0.1, 3), floats([3])]);
  for (const op of ['Equal', 'NotEqual']) add(op, [whole([4, 5], 3), whole([4, 5], 3)]);
  for (const op of ['LogicalAnd', 'LogicalOr']) add(op, [flags([4, 5]), flags([4, 5])]);
  add('LogicalNot', [flags([4, 5])]);
  add('SelectV2', [flags([4, 5]), floats([4, 5]), floats([4, 5])]);
  add('SelectV2', [flags([4, 1]), floats([4, 5]), floats([])]);
  add('ReluGrad', [floats([3, 7]), floats([3, 7])]);
  add('Relu6Grad', [floats([3, 7]), floats([3, 7], -8, 8)]);

  for (const [transpose_a, transpose_b] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    add('MatMul', [floats(transpose_a ? [9, 13] : [13, 9]), floats(transpose_b ? [11, 9] : [9, 11])], {
      transpose_a,
      transpose_b,
    });
    add('BatchMatMulV2', [floats(transpose_a ? [2, 5, 3] : [2, 3, 5]), floats(transpose_b ? [2, 4, 5] : [2, 5, 4])], {
      adj_x: transpose_a,
      adj_y: transpose_b,
    });
  }
  add('MatMul', [floats([100, 300]), floats([300, 17])]);
  add('MatMul', [floats([300, 50]), floats([300, 70])], { transpose_a: true });
  add('BiasAdd', [floats([2, 3, 3, 5]), floats([5])]);
  add('BiasAddGrad', [floats([2, 3, 3, 5])]);

  for (const { size, kernel, channels, filters, strides, padding, dilations } of convolutions) {
    const out = size.map((length, axis) =>
      outputSize(length, kernel[axis] ?? 1, strides[axis] ?? 1, dilations[axis] ?? 1, padding),
    );
    const window = { strides, padding, dilations };
    const three = size.length === 3;
    const [x, w, dy] = [
      floats([3, ...size, channels]),
      floats([...kernel, channels, filters]),
      floats([3, ...out, filters]),
    ];
    add(three ? 'Conv3D' : 'Conv2D', [x, w], window);
    add(three ? 'Conv3DBackpropInputV2' : 'Conv2DBackpropInput', [w, dy], {
      ...window,
      input_size: [...size, channels],
    });
    add(three ? 'Conv3DBackpropFilterV2' : 'Conv2DBackpropFilter', [x, dy], {
      ...window,
      filter_size: [...kernel, channels, filters],
    });
  }
  for (const [multiplier, strides, padding] of [
    [1, [1, 1], 'SAME'],
    [2, [2, 2], 'VALID'],
    [1, [2, 2], 'SAME'],
  ] as const) {
    const out = [7, 6].map((length, axis) => outputSize(length, 3, strides[axis] ?? 1, 1, padding));
    const window = { strides, padding, dilations: [1, 1] };
    const [x, w, dy] = [floats([2, 7, 6, 5]), floats([3, 3, 5, multiplier]), floats([2, ...out, 5 * multiplier])];
    add('DepthwiseConv2dNative', [x, w], window);
    add('DepthwiseConv2dNativeBackpropInput', [w, dy], { ...window, input_size: [7, 6, 5] });
    add('DepthwiseConv2dNativeBackpropFilter', [x, dy], { ...window, filter_size: [3, 3, 5, multiplier] });
  }
  for (const { size, ksize, strides, padding } of poolings) {
    const out = size.map((length, axis) => outputSize(length, ksize[axis] ?? 1, strides[axis] ?? 1, 1, padding));
    const suffix = size.length === 3 ? '3D' : '';
    const window = { ksize, strides, padding };
    const x = tensor('float32', [2, ...size, 5], () => Math.floor(6 * draw()));
    const dy = floats([2, ...out, 5]);
    add(`MaxPool${suffix}`, [x], window);
    add(`AvgPool${suffix}`, [x], window);
    add(`AvgPool${suffix}Grad`, [dy], { ...window, input_size: [...size, 5] });
    add(`MaxPool${suffix}Grad`, [x, maxOf(x, out, window), dy], window);
  }

  for (const op of ['Sum', 'Mean', 'Max', 'Min', 'Prod']) {
    for (const axes of [[0], [0, 1], [2], [1], [0, 1, 2]])
      add(op, [floats([3, 4, 5], 0.5, 1.5)], { axes, keep_dims: axes.length === 1 });
  }
  add('ArgMax', [floats([4, 6])], { axis: 1 });
  add('Reshape', [floats([2, 3, 4])], { shape: [-1, 12] });
  add('Transpose', [floats([2, 3, 4])], { perm: [2, 0, 1] });
  add('ConcatV2', [floats([2, 3, 4]), floats([2, 1, 4])], { axis: 1 });
  add('ConcatV2', [floats([2, 3, 4]), floats([2, 3, 2])], { axis: -1 });
  add('Split', [floats([2, 3, 4])], { axis: 2, num: 2 });
  add('Pad', [floats([2, 3, 4])], { paddings: [0, 0, 1, 2, 0, 3] });
  add('Slice', [floats([2, 5, 4])], { begin: [0, 1, 2], size: [-1, 3, 2] });
  add('StridedSlice', [floats([2, 7, 4])], { begin: [0, 1, 0], end: [2, 7, 4], strides: [1, 2, 1] });
  add('Tile', [floats([2, 3])], { multiples: [1, 3] });
  add('Reverse', [floats([2, 3, 4])], { axes: [1, 2] });
  add('GatherV2', [floats([2, 5, 3]), whole([4], 5)], { axis: 1 });
  add('OneHot', [whole([6], 4)], { depth: 4 });
  add('BroadcastTo', [floats([3, 1]), floats([2, 3, 4])]);
  add('BroadcastTo', [floats([]), floats([2, 3])]);
  add('Cast', [tensor('uint8', [2, 3], () => Math.floor(256 * draw()))], { dtype: 'float32' });
  add('Cast', [floats([2, 3], -3, 3)], { dtype: 'int32' });
  add('Cast', [flags([2, 3])], { dtype: 'float32' });
  for (const index of [0, 1, 2]) add('BatchPart', [floats([5, 3])], { index, count: 3 });
  add('BatchPart', [floats([1, 3])], { index: 0, count: 4 });
  add('BatchSize', [floats([5, 3])]);
  for (const op of ['ResizeBilinear', 'ResizeNearestNeighbor'])
    add(op, [floats([2, 4, 5, 3])], { size: [7, 3], half_pixel_centers: true });
  for (const op of ['ResizeBilinearGrad', 'ResizeNearestNeighborGrad']) {
    add(op, [floats([2, 7, 3, 3]), floats([2, 4, 5, 3])], { size: [7, 3], half_pixel_centers: true });
  }
  const [x, scale, offset] = [floats([3, 4, 2, 6]), floats([6], 0.5, 2), floats([6])];
  const [mean, variance] = [floats([6]), floats([6], 0.2, 2)];
  add('FusedBatchNormV3', [x, scale, offset], { epsilon: 1e-3, is_training: true });
  add('FusedBatchNormV3', [x, scale, offset, mean, variance], { epsilon: 1e-3, is_training: false });
  add('FusedBatchNormGradV3', [floats([3, 4, 2, 6]), x, scale, ...momentsOf(x)], { epsilon: 1e-3, is_training: true });
  add('FusedBatchNormGradV3', [floats([3, 4, 2, 6]), x, scale, mean, variance], { epsilon: 1e-3, is_training: false });
  add('StatelessRandomUniformV2', [floats([3, 2]), tensor('int32', [2], () => 5)], { salt: 3, shape: [4, 5] });

  const [w, g, rate] = [floats([4, 3]), floats([4, 3]), floats([], 0.1, 0.2)];
  const slots = (count: number): readonly NumericTensor[] =>
    Array.from({ length: count }, () => floats([4, 3], 0.5, 1));
  for (const op of ['AssignVariableOp', 'AssignAddVariableOp', 'AssignSubVariableOp']) add(op, [g], {}, [w]);
  add('ResourceApplyGradientDescent', [rate, g], {}, [w]);
  for (const use_nesterov of [false, true])
    add('ResourceApplyKerasMomentum', [rate, g], { momentum: 0.9, use_nesterov }, [w, ...slots(1)]);
  add(
    'ResourceApplyAdam',
    [floats([], 0.5, 0.9), floats([], 0.9, 0.99), rate, g],
    { beta1: 0.9, beta2: 0.99, epsilon: 1e-7 },
    [w, ...slots(2)],
  );
  add('ResourceApplyAdaMax', [floats([], 0.5, 0.9), rate, g], { beta1: 0.9, beta2: 0.99, epsilon: 1e-7 }, [
    w,
    ...slots(2),
  ]);
  add('ResourceApplyRMSProp', [rate, g], { rho: 0.9, momentum: 0.5, epsilon: 1e-7 }, [w, ...slots(2)]);
  const [average, square, momentum] = [floats([4, 3], -0.4, 0.4), floats([4, 3], 0.5, 1), floats([4, 3])];
  add('ResourceApplyCenteredRMSProp', [rate, g], { rho: 0.9, momentum: 0.5, epsilon: 1e-3 }, [
    w,
    average,
    square,
    momentum,
  ]);
  add('ResourceApplyAdadelta', [rate, g], { rho: 0.9, epsilon: 1e-6 }, [w, ...slots(2)]);
  return cases;
}

interface ConvolutionCase {
  readonly size: readonly number[];
  readonly kernel: readonly number[];
  readonly channels: number;
  readonly filters: number;
  readonly strides: readonly number[];
  readonly padding: 'SAME' | 'VALID';
  readonly dilations: readonly number[];
}

const convolutions: readonly ConvolutionCase[] = [
  { size: [7, 6], kernel: [3, 3], channels: 4, filters: 8, strides: [1, 1], padding: 'VALID', dilations: [1, 1] },
  { size: [7, 6], kernel: [3, 2], channels: 3, filters: 5, strides: [2, 2], padding: 'SAME', dilations: [1, 1] },
  { size: [9, 9], kernel: [3, 3], channels: 2, filters: 9, strides: [1, 1], padding: 'SAME', dilations: [2, 2] },
  { size: [1, 12], kernel: [1, 5], channels: 6, filters: 7, strides: [1, 1], padding: 'VALID', dilations: [1, 1] },
  { size: [5, 5], kernel: [1, 1], channels: 300, filters: 20, strides: [1, 1], padding: 'VALID', dilations: [1, 1] },
  { size: [6, 6], kernel: [5, 5], channels: 1, filters: 1, strides: [1, 1], padding: 'SAME', dilations: [1, 1] },
  { size: [3, 3], kernel: [2, 2], channels: 5, filters: 270, strides: [1, 1], padding: 'VALID', dilations: [1, 1] },
  {
    size: [4, 5, 6],
    kernel: [2, 3, 3],
    channels: 2,
    filters: 3,
    strides: [1, 1, 1],
    padding: 'VALID',
    dilations: [1, 1, 1],
  },
  {
    size: [4, 5, 6],
    kernel: [3, 3, 3],
    channels: 2,
    filters: 3,
    strides: [2, 2, 2],
    padding: 'SAME',
    dilations: [1, 1, 1],
  },
];

const poolings = [
  { size: [6, 7], ksize: [2, 2], strides: [2, 2], padding: 'VALID' },
  { size: [6, 7], ksize: [3, 3], strides: [2, 2], padding: 'SAME' },
  { size: [5, 5], ksize: [2, 2], strides: [1, 1], padding: 'SAME' },
  { size: [4, 5, 4], ksize: [2, 2, 2], strides: [2, 2, 2], padding: 'VALID' },
] as const;

function outputSize(size: number, kernel: number, stride: number, dilation: number, padding: string): number {
  if (padding === 'SAME') return Math.ceil(size / stride);
  return Math.floor((size - (kernel - 1) * dilation - 1) / stride) + 1;
}

function tensor(dtype: NumericTensor['dtype'], shape: readonly number[], value: () => number): NumericTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { dtype, shape, data: Float64Array.from({ length: count }, value) };
}

/** A small generator (mulberry32), so that the cases are the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The forward result that the gradient of a maximum wants, from its definition. */
function maxOf(
  x: NumericTensor,
  out: readonly number[],
  window: { readonly ksize: readonly number[]; readonly strides: readonly number[]; readonly padding: string },
): NumericTensor {
  const op = out.length === 3 ? 'MaxPool3D' : 'MaxPool';
  return evaluateCase({ op, inputs: [x], attributes: window })[0] ?? x;
}

function momentsOf(x: NumericTensor): readonly NumericTensor[] {
  const channels = x.shape.at(-1) ?? 1;
  const one = (value: number): NumericTensor => tensor('float32', [channels], () => value);
  return evaluateCase({
    op: 'FusedBatchNormV3',
    inputs: [x, one(1), one(0)],
    attributes: { epsilon: 1e-3, is_training: true },
  }).slice(1);
}

/** What the catalogue says: the outputs, or the variables after an update. */
export function evaluateCase(operationCase: OperationCase): readonly NumericTensor[] {
  const definition = operationNamed(operationCase.op);
  const { inputs, attributes } = operationCase;
  if (operationCase.variables) {
    const copies = operationCase.variables.map((variable) => ({ ...variable, data: variable.data.slice() }));
    definition.update?.(
      copies.map(({ data }) => data),
      inputs,
      attributes,
    );
    return copies;
  }
  const types = definition
    .infer(inputs, attributes)
    .map((type) => ({ ...type, shape: type.shape.map((size) => size ?? 0) }));
  const values = definition.evaluate?.(inputs, attributes, types) ?? [];
  return values.map((data, index) => ({ ...(types[index] ?? { dtype: 'float32' as const, shape: [] }), data }));
}
