import { numberAttribute } from '../../../compiler/operations/attributes';
import { flagValue, floatValue, typeValue } from '../graph/attributes';
import { inputTypeAt, type OperationWriter } from './operationWriter';

/** Operations that TensorFlow has under the same name with the same inputs and the input's type as only attribute. */
const plain = [
  ...[
    'Identity',
    'StopGradient',
    'ZerosLike',
    'Neg',
    'Exp',
    'Log',
    'Log1p',
    'Expm1',
    'Sqrt',
    'Square',
    'Abs',
    'Sign',
    'Floor',
  ],
  ...[
    'Cos',
    'Sin',
    'Tanh',
    'Sigmoid',
    'Relu',
    'Relu6',
    'Elu',
    'Selu',
    'Softplus',
    'Softsign',
    'Erf',
    'ReluGrad',
    'Relu6Grad',
  ],
  ...[
    'AddV2',
    'Sub',
    'Mul',
    'RealDiv',
    'Maximum',
    'Minimum',
    'Pow',
    'SquaredDifference',
    'Softmax',
    'LogSoftmax',
    'IsFinite',
  ],
  ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'BiasAdd', 'BiasAddGrad'],
];

const plainWriter =
  (op: string): OperationWriter =>
  (call) => [call.graph.node(op, call.inputs, { T: typeValue(inputTypeAt(call, 0).dtype) })];

const untypedWriter =
  (op: string): OperationWriter =>
  ({ graph, inputs }) => [graph.node(op, inputs)];

export const elementwiseWriters: Readonly<Record<string, OperationWriter>> = {
  ...Object.fromEntries(plain.map((op) => [op, plainWriter(op)])),
  ...Object.fromEntries(['LogicalAnd', 'LogicalOr', 'LogicalNot'].map((op) => [op, untypedWriter(op)])),
  ...Object.fromEntries(
    ['Equal', 'NotEqual'].map((op): [string, OperationWriter] => [
      op,
      (call) => [
        call.graph.node(op, call.inputs, {
          T: typeValue(inputTypeAt(call, 0).dtype),
          incompatible_shape_error: flagValue(true),
        }),
      ],
    ]),
  ),
  // TensorFlow's threads work inside an operation: each batch is whole here.
  CrossReplicaSum: plainWriter('Identity'),
  CrossReplicaBroadcast: plainWriter('Identity'),
  /**
   * With oneDNN, TensorFlow replaces what looks like a layer normalization by one of its own, which refuses a scale that
   * is not a row. It does not look through this copy, of the small tensor of variances.
   */
  Rsqrt({ graph, inputs }) {
    const type = { T: typeValue('float32') };
    return [graph.node('Rsqrt', [graph.node('DeepCopy', inputs, type)], type)];
  },
  LeakyRelu: ({ graph, inputs, attributes }) => [
    graph.node('LeakyRelu', inputs, {
      T: typeValue('float32'),
      alpha: floatValue(numberAttribute(attributes, 'alpha')),
    }),
  ],
  SelectV2: (call) => [call.graph.node('SelectV2', call.inputs, { T: typeValue(inputTypeAt(call, 1).dtype) })],
  Cast: (call) => [
    call.graph.node('Cast', call.inputs, {
      SrcT: typeValue(inputTypeAt(call, 0).dtype),
      DstT: typeValue(call.outputTypes[0]?.dtype ?? 'float32'),
    }),
  ],
};
