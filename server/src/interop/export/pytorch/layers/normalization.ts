import { flagOf, knownNumber, numberOf, sizesOf } from '../../../../language/layers/readers';
import {
  channelsLast,
  given,
  shapeOf,
  torchAxis,
  torchProblem,
  type TorchCall,
  type TorchLayer,
  type TorchWeight,
  type TorchWriter,
} from '../torchLayer';

export const normalizationWriters: { readonly [layer: string]: TorchWriter } = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: (call) => {
    const axes = (sizesOf(call.args, 'axis') ?? [-1]).map((axis) => torchAxis(axis, shapeOf(call).length));
    const sum = `(${given(call)} ** 2).sum(dim=(${axes.join(', ')},), keepdim=True)`;
    return { forward: `${given(call)} * torch.rsqrt(${sum}.clamp(min=1e-12))` };
  },
};

function batchNormalization(call: TorchCall): TorchLayer {
  const shape = shapeOf(call);
  const axis = torchAxis(knownNumber(call.args, 'axis'), shape.length);
  const channels = call.node.owner.weights[0]?.shape[0] ?? 1;
  const rank = Math.max(1, shape.length - 1);
  if (rank > 3) throw torchProblem(call.node, 'PyTorch normalizes over three spatial axes at most');
  const affine = weightsNamed(call, { gamma: '.weight', beta: '.bias' });
  const settings = [
    `${channels}`,
    `eps=${knownNumber(call.args, 'epsilon')}`,
    // PyTorch counts what a batch adds, Keras what stays.
    `momentum=${Number((1 - knownNumber(call.args, 'momentum')).toPrecision(12))}`,
    ...(affine.length === 0 ? ['affine=False'] : []),
  ];
  const x = given(call);
  return {
    modules: { '': `nn.BatchNorm${rank}d(${settings.join(', ')})` },
    weights: [...affine, { to: '.running_mean', from: 'moving_mean' }, { to: '.running_var', from: 'moving_variance' }],
    forward: axis === 1 ? `${call.self}(${x})` : `${call.self}(${x}.movedim(${axis}, 1)).movedim(1, ${axis})`,
  };
}

function layerNormalization(call: TorchCall): TorchLayer {
  const shape = shapeOf(call);
  const axes = (sizesOf(call.args, 'axis') ?? [-1]).map((axis) => (axis < 0 ? axis + shape.length + 1 : axis));
  const affine = weightsNamed(call, { gamma: '_weight', beta: '_bias' });
  // Weights have the sizes of the axes, in the order of the tensor; 1 elsewhere.
  const sizes = shape.map((size, axis) => (axes.includes(axis + 1) ? size : 1));
  call.define(
    'layer_norm',
    `
def layer_norm(x, axes, eps, weight=None, bias=None):
    """Mean 0 and variance 1 over axes of a tensor with its channels last, then a scale and an offset."""
    x = (x - x.mean(dim=axes, keepdim=True)) * torch.rsqrt(x.var(dim=axes, keepdim=True, unbiased=False) + eps)
    x = x if weight is None else x * weight
    return x if bias is None else x + bias
`,
  );
  const passed = affine.map(({ to }) => `${to.slice(1)}=${call.self}${to}.view(${sizes.join(', ')})`);
  const settings = [`(${axes.join(', ')},)`, String(knownNumber(call.args, 'epsilon')), ...passed];
  return {
    modules: Object.fromEntries(
      affine.map(({ to, from }) => [
        to,
        `nn.Parameter(torch.${from === 'gamma' ? 'ones' : 'zeros'}(${weightShape(call, from).join(', ')}))`,
      ]),
    ),
    weights: affine,
    forward: channelsLast(call, (x) => `layer_norm(${x}, ${settings.join(', ')})`),
  };
}

function groupNormalization(call: TorchCall): TorchLayer {
  const shape = shapeOf(call);
  const axis = torchAxis(numberOf(call.args, 'axis') ?? -1, shape.length);
  const channels = axis === 1 ? (shape.at(-1) ?? 1) : (shape[axis - 2] ?? 1);
  const asked = numberOf(call.args, 'groups') ?? 32;
  const groups = asked === -1 ? channels : asked;
  const affine = weightsNamed(call, { gamma: '.weight', beta: '.bias' });
  const x = given(call);
  const off = flagOf(call.args, 'scale') === false && flagOf(call.args, 'center') === false;
  return {
    modules: {
      '': `nn.GroupNorm(${groups}, ${channels}, eps=${knownNumber(call.args, 'epsilon')}${off ? ', affine=False' : ''})`,
    },
    weights: affine,
    forward: axis === 1 ? `${call.self}(${x})` : `${call.self}(${x}.movedim(${axis}, 1)).movedim(1, ${axis})`,
  };
}

/** The weights that the layer has, of those named. */
function weightsNamed({ node }: TorchCall, places: { readonly [weight: string]: string }): readonly TorchWeight[] {
  return node.owner.weights.flatMap(({ name }) => {
    const to = places[name];
    return to === undefined ? [] : [{ to, from: name }];
  });
}

function weightShape({ node }: TorchCall, name: string): readonly number[] {
  return (node.owner.weights.find((weight) => weight.name === name)?.shape ?? []).map((size) => size ?? 1);
}
