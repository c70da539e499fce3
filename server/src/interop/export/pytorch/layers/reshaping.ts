import { flagOf, knownMargins, knownNumber, knownSizes, knownWord, sizesOf } from '../../../../language/layers/readers';
import {
  channelsLast,
  given,
  padded,
  shapeOf,
  torchProblem,
  type TorchCall,
  type TorchLayer,
  type TorchWriter,
} from '../torchLayer';

export const reshapingWriters: { readonly [layer: string]: TorchWriter } = {
  // Keras flattens with the channels last.
  Flatten: (call) => ({
    forward: shapeOf(call).length === 0 ? `${given(call)}[:, None]` : channelsLast(call, (x) => `${x}.flatten(1)`),
  }),
  Reshape: (call) => ({ forward: channelsLast(call, (x) => `${x}.reshape(-1, ${call.output.join(', ')})`) }),
  Permute: (call) => ({
    forward: channelsLast(call, (x) => `${x}.permute(0, ${knownSizes(call.args, 'dims').join(', ')})`),
  }),
  RepeatVector: (call) => ({ forward: `${given(call)}[:, :, None].expand(-1, -1, ${knownNumber(call.args, 'n')})` }),
  ...byRank('ZeroPadding', (call) => ({ forward: padded(given(call), knownMargins(call.args, 'padding')) })),
  ...byRank('Cropping', (call) => {
    const ranges = knownMargins(call.args, 'cropping').map(
      ([before, after], axis) => `${before}:${(shapeOf(call)[axis] ?? 1) - after}`,
    );
    return { forward: `${given(call)}[:, :, ${ranges.join(', ')}]` };
  }),
  ...byRank('UpSampling', upSampling),
  Rescaling: rescaling,
  Normalization: normalization,
  Resizing: resizing,
  CenterCrop: centerCrop,
  ReduceMean: reduction('mean'),
  ReduceSum: reduction('sum'),
  ReduceMax: reduction('amax'),
  ReduceMin: reduction('amin'),
  ReduceProd: (call) => {
    const axes = reducedAxes(call);
    const keep = flagOf(call.args, 'keepdims') === true;
    // torch.prod takes one axis at a time; the last first, so that the others keep their places.
    const product = [...axes]
      .sort((a, b) => b - a)
      .reduce((x, axis) => `${x}.prod(dim=${axis}, keepdim=${keep ? 'True' : 'False'})`, '{}');
    return { forward: channelsLast(call, (x) => product.replace('{}', x)) };
  },
};

function byRank(family: string, writer: TorchWriter): { readonly [layer: string]: TorchWriter } {
  return Object.fromEntries([1, 2, 3].map((rank) => [`${family}${rank}D`, writer]));
}

function upSampling(call: TorchCall): TorchLayer {
  const factors = knownSizes(call.args, 'size');
  const mode = call.node.layer.parameters.some(({ name }) => name === 'interpolation')
    ? knownWord(call.args, 'interpolation')
    : 'nearest';
  if (mode === 'nearest')
    return {
      forward: `F.interpolate(${given(call)}, scale_factor=${factors.length === 1 ? String(factors[0]) : `(${factors.join(', ')})`})`,
    };
  if (mode === 'bilinear')
    return {
      forward: `F.interpolate(${given(call)}, scale_factor=(${factors.join(', ')}), mode="bilinear", align_corners=False)`,
    };
  throw torchProblem(call.node, `PyTorch interpolates ${mode} in another way`);
}

function rescaling(call: TorchCall): TorchLayer {
  const scale = constant(call.args['scale'], call);
  const offset = constant(call.args['offset'], call);
  return { forward: `${given(call)} * ${scale} + ${offset}` };
}

/** One number, or one a channel. */
function constant(value: unknown, call: TorchCall): string {
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'number'))
    throw torchProblem(call.node, 'its numbers are not by channel');
  const ones = shapeOf(call).length >= 2 ? `.view(-1${', 1'.repeat(shapeOf(call).length - 1)})` : '';
  return `torch.tensor([${value.join(', ')}])${ones}`;
}

function normalization(call: TorchCall): TorchLayer {
  const weights = call.node.owner.weights.filter(({ name }) => name === 'mean' || name === 'variance');
  const inverted = flagOf(call.args, 'invert') === true;
  const form = (mean: string, variance: string) =>
    channelsLast(call, (x) =>
      inverted
        ? `(${x} * torch.sqrt(${variance}).clamp(min=1e-7) + ${mean})`
        : `((${x} - ${mean}) / torch.sqrt(${variance}).clamp(min=1e-7))`,
    );
  if (weights.length === 0)
    throw torchProblem(call.node, 'its mean and variance are numbers of the text: use Rescaling');
  const sizes = (weights[0]?.shape ?? []).map((size) => size ?? 1);
  const axes = (sizesOf(call.args, 'axis') ?? []).map((axis) => (axis < 0 ? axis + shapeOf(call).length + 1 : axis));
  const view = shapeOf(call).map((size, axis) => (axes.includes(axis + 1) ? size : 1));
  const shaped = (name: string): string => `${call.self}${name}.view(${view.length === 0 ? '' : view.join(', ')})`;
  const tensor = (fill: string): string =>
    `nn.Parameter(torch.${fill}(${sizes.length === 0 ? '()' : sizes.join(', ')}), requires_grad=False)`;
  return {
    modules: { _mean: tensor('zeros'), _variance: tensor('ones') },
    weights: [
      { to: '_mean', from: 'mean' },
      { to: '_variance', from: 'variance' },
    ],
    forward: form(shaped('_mean'), shaped('_variance')),
  };
}

function resizing(call: TorchCall): TorchLayer {
  const mode = knownWord(call.args, 'interpolation');
  const crops = flagOf(call.args, 'crop_to_aspect_ratio') === true || flagOf(call.args, 'pad_to_aspect_ratio') === true;
  if (crops) throw torchProblem(call.node, 'keeping the aspect ratio has no counterpart: resize in the data');
  const size = `size=(${knownNumber(call.args, 'height')}, ${knownNumber(call.args, 'width')})`;
  if (mode === 'nearest') return { forward: `F.interpolate(${given(call)}, ${size}, mode="nearest-exact")` };
  if (mode === 'bilinear')
    return { forward: `F.interpolate(${given(call)}, ${size}, mode="bilinear", align_corners=False)` };
  throw torchProblem(call.node, `PyTorch interpolates ${mode} in another way`);
}

function centerCrop(call: TorchCall): TorchLayer {
  const [height = 1, width = 1] = shapeOf(call);
  const [rows, columns] = [knownNumber(call.args, 'height'), knownNumber(call.args, 'width')];
  if (rows > height || columns > width) throw torchProblem(call.node, 'it makes images larger: use Resizing');
  const [top, left] = [Math.floor((height - rows) / 2), Math.floor((width - columns) / 2)];
  return { forward: `${given(call)}[:, :, ${top}:${top + rows}, ${left}:${left + columns}]` };
}

function reducedAxes(call: TorchCall): readonly number[] {
  const rank = shapeOf(call).length;
  const axes = sizesOf(call.args, 'axis') ?? Array.from({ length: rank }, (_, axis) => axis + 1);
  return axes.map((axis) => (axis < 0 ? axis + rank + 1 : axis));
}

function reduction(method: string): TorchWriter {
  return (call) => {
    const keep = flagOf(call.args, 'keepdims') === true ? ', keepdim=True' : '';
    return { forward: channelsLast(call, (x) => `${x}.${method}(dim=(${reducedAxes(call).join(', ')},)${keep})`) };
  };
}
