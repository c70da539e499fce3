import type { FunctionValue } from '../../../language/layers/definition';
import { torchAxis, torchProblem, type TorchCall } from './torchLayer';

type Writer = (x: string, args: FunctionValue['args'], axis: (axis: number) => number) => string;

const writers: { readonly [name: string]: Writer } = {
  linear: (x) => x,
  relu: (x, { negative_slope: slope, max_value: most, threshold }) => {
    if (slope === 0 && threshold === 0) return most === null ? `F.relu(${x})` : `${x}.clamp(0, ${number(most)})`;
    // Below the threshold Keras goes on with a slope from there.
    const below = `${number(slope)} * (v - ${number(threshold)})`;
    const above = most === null ? 'v' : `v.clamp(max=${number(most)})`;
    return `(lambda v: torch.where(v >= ${number(threshold)}, ${above}, ${below}))(${x})`;
  },
  relu6: (x) => `F.relu6(${x})`,
  leaky_relu: (x, { negative_slope: slope }) => `F.leaky_relu(${x}, ${number(slope)})`,
  elu: (x, { alpha }) => `F.elu(${x}, ${number(alpha)})`,
  selu: (x) => `F.selu(${x})`,
  celu: (x, { alpha }) => `F.celu(${x}, ${number(alpha)})`,
  gelu: (x, { approximate }) => `F.gelu(${x}${approximate === true ? ', approximate="tanh"' : ''})`,
  silu: (x) => `F.silu(${x})`,
  mish: (x) => `F.mish(${x})`,
  sigmoid: (x) => `torch.sigmoid(${x})`,
  hard_sigmoid: (x) => `F.hardsigmoid(${x})`,
  hard_silu: (x) => `F.hardswish(${x})`,
  log_sigmoid: (x) => `F.logsigmoid(${x})`,
  sparse_sigmoid: (x) => `((${x}).clamp(-1, 1) + 1) / 2`,
  softmax: (x, { axis }, place) => `F.softmax(${x}, dim=${place(Number(axis))})`,
  log_softmax: (x, { axis }, place) => `F.log_softmax(${x}, dim=${place(Number(axis))})`,
  softplus: (x) => `F.softplus(${x})`,
  softsign: (x) => `F.softsign(${x})`,
  squareplus: (x, { b }) => `(lambda v: (v + torch.sqrt(v * v + ${number(b)})) / 2)(${x})`,
  sparse_plus: (x) =>
    `(lambda v: torch.where(v <= -1, torch.zeros_like(v), torch.where(v < 1, (v + 1) ** 2 / 4, v)))(${x})`,
  tanh: (x) => `torch.tanh(${x})`,
  tanh_shrink: (x) => `F.tanhshrink(${x})`,
  hard_tanh: (x) => `F.hardtanh(${x})`,
  hard_shrink: (x, { threshold }) => `F.hardshrink(${x}, ${number(threshold)})`,
  soft_shrink: (x, { threshold }) => `F.softshrink(${x}, ${number(threshold)})`,
  exponential: (x) => `torch.exp(${x})`,
};

/** A value through an activation of the language. */
export function activated(value: string, activation: FunctionValue | null, call: TorchCall): string {
  if (activation === null) return value;
  const writer = Object.hasOwn(writers, activation.name) ? writers[activation.name] : undefined;
  if (writer === undefined) throw torchProblem(call.node, `PyTorch has no counterpart for ${activation.name}`);
  return writer(value, activation.args, (axis) => torchAxis(axis, call.output.length));
}

function number(value: unknown): string {
  return String(Number(value));
}
