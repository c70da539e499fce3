import { flagOf, functionOf, knownNumber, numberOf } from '../../../../language/layers/readers';
import { activated } from '../activationText';
import {
  channelsLast,
  given,
  shapeOf,
  torchAxis,
  torchProblem,
  type TorchCall,
  type TorchLayer,
  type TorchWriter,
} from '../torchLayer';

export const otherWriters: { readonly [layer: string]: TorchWriter } = {
  Dense: dense,
  Identity: (call) => ({ forward: given(call) }),
  // A penalty in training alone, which a module does not know.
  ActivityRegularization: (call) => ({ forward: given(call) }),
  Activation: (call) => ({ forward: activated(given(call), functionOf(call.args, 'activation') ?? null, call) }),
  PReLU: prelu,
  Dropout: (call) => module(call, `nn.Dropout(${knownNumber(call.args, 'rate')})`),
  AlphaDropout: (call) => module(call, `nn.AlphaDropout(${knownNumber(call.args, 'rate')})`),
  SpatialDropout1D: (call) => module(call, `nn.Dropout1d(${knownNumber(call.args, 'rate')})`),
  SpatialDropout2D: (call) => module(call, `nn.Dropout2d(${knownNumber(call.args, 'rate')})`),
  SpatialDropout3D: (call) => module(call, `nn.Dropout3d(${knownNumber(call.args, 'rate')})`),
  GaussianNoise: (call) => noise(call, `torch.randn_like(x) * ${knownNumber(call.args, 'stddev')} + x`),
  GaussianDropout: (call) => {
    const rate = knownNumber(call.args, 'rate');
    return noise(call, `x * (1 + torch.randn_like(x) * ${Math.sqrt(rate / (1 - rate))})`);
  },
  Add: merged((inputs) => inputs.join(' + ')),
  Subtract: merged((inputs) => inputs.join(' - ')),
  Multiply: merged((inputs) => inputs.join(' * ')),
  Average: merged((inputs) => `(${inputs.join(' + ')}) / ${inputs.length}`),
  Maximum: merged((inputs) => inputs.reduce((a, b) => `torch.maximum(${a}, ${b})`)),
  Minimum: merged((inputs) => inputs.reduce((a, b) => `torch.minimum(${a}, ${b})`)),
  Concatenate: (call) => {
    const axis = torchAxis(numberOf(call.args, 'axis') ?? -1, call.output.length);
    return { forward: `torch.cat((${call.inputs.join(', ')}), dim=${axis})` };
  },
};

function module(call: TorchCall, text: string): TorchLayer {
  return { modules: { '': text }, forward: `${call.self}(${given(call)})` };
}

function noise(call: TorchCall, text: string): TorchLayer {
  return { forward: `(lambda x: ${text} if self.training else x)(${given(call)})` };
}

function merged(write: (inputs: readonly string[]) => string): TorchWriter {
  return (call) => {
    if (call.shapes.some((shape) => shape.length !== call.output.length))
      throw torchProblem(call.node, 'its inputs have different numbers of axes');
    return { forward: write(call.inputs) };
  };
}

function dense(call: TorchCall): TorchLayer {
  const shape = shapeOf(call);
  const bias = flagOf(call.args, 'use_bias') !== false;
  const value = channelsLast(call, (x) => `${call.self}(${x})`);
  return {
    modules: { '': `nn.Linear(${shape.at(-1) ?? 1}, ${knownNumber(call.args, 'units')}${bias ? '' : ', bias=False'})` },
    weights: [
      { to: '.weight', from: 'kernel', through: 'linear_kernel' },
      ...(bias ? [{ to: '.bias', from: 'bias' }] : []),
    ],
    forward: activated(value, functionOf(call.args, 'activation') ?? null, call),
  };
}

/** Keras has a slope for each place, shared along `shared_axes`. */
function prelu(call: TorchCall): TorchLayer {
  const sizes = (call.node.owner.weights[0]?.shape ?? []).map((size) => size ?? 1);
  return {
    modules: { _alpha: `nn.Parameter(torch.zeros(${sizes.join(', ')}))` },
    weights: [{ to: '_alpha', from: 'alpha' }],
    forward: channelsLast(call, (x) => `(lambda v: torch.where(v > 0, v, ${call.self}_alpha * v))(${x})`),
  };
}
