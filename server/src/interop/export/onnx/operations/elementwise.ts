/** Operations on each value alone; they keep the order of the axes that they find. */
import { numberAttribute, textAttribute } from '../../../../compiler/operations/attributes';
import type { OnnxAttribute } from '../onnxMessages';
import type { Layout, OnnxGraph } from '../onnxGraph';
import { refAt, type OnnxCall, type OnnxWriter } from '../onnxOperation';

export const elementwiseWriters: { readonly [op: string]: OnnxWriter } = {
  Abs: unary('Abs'),
  Neg: unary('Neg'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Sqrt: unary('Sqrt'),
  Sign: unary('Sign'),
  Floor: unary('Floor'),
  Cos: unary('Cos'),
  Sin: unary('Sin'),
  Erf: unary('Erf'),
  Tanh: unary('Tanh'),
  Sigmoid: unary('Sigmoid'),
  Relu: unary('Relu'),
  Elu: unary('Elu'),
  Softplus: unary('Softplus'),
  Softsign: unary('Softsign'),
  LogicalNot: unary('Not'),
  Identity: unary('Identity'),
  StopGradient: unary('Identity'),
  // The constants of the paper to float's precision, as TensorFlow has them.
  Selu: unary('Selu', () => ({ alpha: { float: 1.6732632423543772 }, gamma: { float: 1.0507009873554805 } })),
  LeakyRelu: unary('LeakyRelu', ({ attributes }) => ({ alpha: { float: numberAttribute(attributes, 'alpha') } })),
  Cast: unary('Cast', ({ attributes }) => ({ to: castTypes[textAttribute(attributes, 'dtype')] ?? 1 })),
  Square: composed((graph, x) => graph.node('Mul', [x, x])),
  Rsqrt: composed((graph, x) => graph.node('Reciprocal', [graph.node('Sqrt', [x])])),
  Expm1: composed((graph, x) => graph.node('Sub', [graph.node('Exp', [x]), graph.float(1)])),
  Log1p: composed((graph, x) => graph.node('Log', [graph.node('Add', [x, graph.float(1)])])),
  Relu6: composed((graph, x) => graph.node('Clip', [x, graph.float(0), graph.float(6)])),
  ZerosLike: composed((graph, x) => graph.node('Sub', [x, x])),
  AddV2: several('Add'),
  Sub: several('Sub'),
  Mul: several('Mul'),
  RealDiv: several('Div'),
  Maximum: several('Max'),
  Minimum: several('Min'),
  Pow: several('Pow'),
  Greater: several('Greater'),
  GreaterEqual: several('GreaterOrEqual'),
  Less: several('Less'),
  LessEqual: several('LessOrEqual'),
  Equal: several('Equal'),
  LogicalAnd: several('And'),
  LogicalOr: several('Or'),
  SelectV2: several('Where'),
  BiasAdd: several('Add'),
  NotEqual: (call) => {
    const { names, layout } = aligned(call);
    return [{ name: call.graph.node('Not', [call.graph.node('Equal', names)]), layout }];
  },
  SquaredDifference: (call) => {
    const { names, layout } = aligned(call);
    const difference = call.graph.node('Sub', names);
    return [{ name: call.graph.node('Mul', [difference, difference]), layout }];
  },
};

const castTypes: { readonly [type: string]: number } = { float32: 1, uint8: 2, int32: 6, bool: 9 };

function unary(op: string, attributes?: (call: OnnxCall) => { readonly [name: string]: OnnxAttribute }): OnnxWriter {
  return (call) => {
    const ref = refAt(call, 0);
    const layout = call.graph.layoutOf(ref);
    return [{ name: call.graph.node(op, [inLayout(call, 0, layout)], attributes?.(call) ?? {}), layout }];
  };
}

function composed(write: (graph: OnnxGraph, x: string) => string): OnnxWriter {
  return (call) => {
    const layout = call.graph.layoutOf(refAt(call, 0));
    return [{ name: write(call.graph, inLayout(call, 0, layout)), layout }];
  };
}

function several(op: string): OnnxWriter {
  return (call) => {
    const { names, layout } = aligned(call);
    return [{ name: call.graph.node(op, names), layout }];
  };
}

/** All inputs in one order of axes: channels first where one is so and the others can stand beside it. */
function aligned(call: OnnxCall): { readonly names: readonly string[]; readonly layout: Layout } {
  const { graph, inputs, rank } = call;
  const ranks = inputs.map((ref) => call.typeOf(ref).shape.length);
  const canBeFirst =
    rank > 2 && inputs.some((ref) => graph.layoutOf(ref) === 'first') && ranks.every((own) => own === rank || own <= 1);
  const layout = canBeFirst ? 'first' : 'last';
  return { names: inputs.map((_, index) => inLayout(call, index, layout)), layout };
}

function inLayout(call: OnnxCall, index: number, layout: Layout): string {
  const { graph } = call;
  const ref = refAt(call, index);
  const rank = call.typeOf(ref).shape.length;
  if (layout === 'last' || rank === 0) return graph.last(ref);
  return rank === 1 ? graph.perChannel(ref, call.rank) : graph.first(ref);
}
