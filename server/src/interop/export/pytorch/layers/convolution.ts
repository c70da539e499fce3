import { windowOf } from '../../../../language/layers/convolution/convolutionParameters';
import { flagOf, functionOf, numberOf, sizesOf } from '../../../../language/layers/readers';
import { extent, windowPadding, type Window } from '../../../../language/layers/shared/window';
import { activated } from '../activationText';
import {
  given,
  padded,
  shapeOf,
  sizesText,
  torchProblem,
  type TorchCall,
  type TorchLayer,
  type TorchWeight,
  type TorchWriter,
} from '../torchLayer';

export const convolutionWriters: { readonly [layer: string]: TorchWriter } = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv1D: depthwise,
  DepthwiseConv2D: depthwise,
  SeparableConv1D: separable,
  SeparableConv2D: separable,
  Conv1DTranspose: transposed,
  Conv2DTranspose: transposed,
  Conv3DTranspose: transposed,
};

function convolution(call: TorchCall): TorchLayer {
  const window = windowIn(call);
  const channels = shapeOf(call).at(-1) ?? 1;
  const filters = call.output.at(-1) ?? 1;
  const bias = hasBias(call);
  const { x, padding } = paddedInput(call, window);
  const groups = numberOf(call.args, 'groups') ?? 1;
  return {
    modules: {
      '': moduleText(window, channels, filters, [
        ...padding,
        ...(groups === 1 ? [] : [`groups=${groups}`]),
        ...biasText(bias),
      ]),
    },
    weights: weightsOf('kernel', 'conv_kernel', bias),
    forward: end(call, `${call.self}(${x})`),
  };
}

function depthwise(call: TorchCall): TorchLayer {
  const window = windowIn(call);
  const channels = shapeOf(call).at(-1) ?? 1;
  const bias = hasBias(call);
  const { x, padding } = paddedInput(call, window);
  return {
    modules: {
      '': moduleText(window, channels, Number(call.output.at(-1)), [
        ...padding,
        `groups=${channels}`,
        ...biasText(bias),
      ]),
    },
    weights: weightsOf('kernel', 'depthwise_kernel', bias),
    forward: end(call, `${call.self}(${x})`),
  };
}

function separable(call: TorchCall): TorchLayer {
  const window = windowIn(call);
  const channels = shapeOf(call).at(-1) ?? 1;
  const between = channels * (numberOf(call.args, 'depth_multiplier') ?? 1);
  const bias = hasBias(call);
  const { x, padding } = paddedInput(call, window);
  const rank = window.size.length;
  return {
    modules: {
      _depthwise: moduleText(window, channels, between, [...padding, `groups=${channels}`, 'bias=False']),
      _pointwise: `nn.Conv${rank}d(${[between, Number(call.output.at(-1)), 1, ...biasText(bias)].join(', ')})`,
    },
    weights: [
      { to: '_depthwise.weight', from: 'depthwise_kernel', through: 'depthwise_kernel' },
      { to: '_pointwise.weight', from: 'pointwise_kernel', through: 'conv_kernel' },
      ...(bias ? [{ to: '_pointwise.bias', from: 'bias' }] : []),
    ],
    forward: end(call, `${call.self}_pointwise(${call.self}_depthwise(${x}))`),
  };
}

/** What Keras's output has beyond the windows is added at the end, what it lacks is cut off there. */
function transposed(call: TorchCall): TorchLayer {
  const window = windowIn(call);
  const input = shapeOf(call);
  const rank = window.size.length;
  const bias = hasBias(call);
  const sizes = call.output.slice(0, rank).map((size) => size ?? 1);
  const sides = sizes.map((size, axis): readonly [number, number] => {
    const covered = extent(window.size[axis] ?? 1, window.dilation[axis] ?? 1);
    const stride = window.stride[axis] ?? 1;
    const whole = stride * ((input[axis] ?? 1) - 1) + covered;
    // TensorFlow pads what the windows over the output lack of covering it.
    const output = { size: window.size, stride: window.stride, dilation: window.dilation, padding: window.padding };
    const [before] = windowPadding(size, output, axis) ?? [0, 0];
    return [before, whole - size - before];
  });
  const fits = sides.every(([before, after], axis) => {
    const more = before - after;
    return more >= 0 && (more === 0 || more < Math.max(window.stride[axis] ?? 1, window.dilation[axis] ?? 1));
  });
  const inside = sides.map(([before]) => before);
  const more = sides.map(([before, after]) => before - after);
  const padding = fits ? [...named('padding', inside, 0), ...named('output_padding', more, 0)] : [];
  const made = `${call.self}(${given(call)})`;
  const cut = fits
    ? made
    : `${padded(
        made,
        sides.map(([, after]) => [0, Math.max(0, -after)]),
      )}${slices(sides.map(([before], axis) => [before, before + (sizes[axis] ?? 1)]))}`;
  if (!fits && bias && sides.some(([, after]) => after < 0))
    throw torchProblem(call.node, 'its output_padding is wider than its strides, which PyTorch does not take');
  return {
    modules: {
      '': `nn.ConvTranspose${rank}d(${[input.at(-1), Number(call.output.at(-1)), sizesText(window.size), ...named('stride', window.stride, 1), ...padding, ...named('dilation', window.dilation, 1), ...biasText(bias)].join(', ')})`,
    },
    weights: weightsOf('kernel', 'conv_kernel', bias),
    forward: end(call, cut),
  };
}

function slices(ranges: readonly (readonly [number, number])[]): string {
  return `[:, :, ${ranges.map(([from, to]) => `${from}:${to}`).join(', ')}]`;
}

function moduleText(window: Window, from: number, to: number, more: readonly string[]): string {
  const rank = window.size.length;
  const args = [
    from,
    to,
    sizesText(window.size),
    ...named('stride', window.stride, 1),
    ...named('dilation', window.dilation, 1),
    ...more,
  ];
  return `nn.Conv${rank}d(${args.join(', ')})`;
}

function named(name: string, sizes: readonly number[], usual: number): readonly string[] {
  return sizes.every((size) => size === usual) ? [] : [`${name}=${sizesText(sizes)}`];
}

function windowIn({ args, node }: TorchCall): Window {
  const kernel = node.owner.weights[0]?.shape.slice(0, -2).map((size) => size ?? 1);
  const window = windowOf(args, sizesOf(args, 'kernel_size') ?? kernel);
  if (window === undefined) throw torchProblem(node, 'its window is not known');
  return window;
}

/** Even margins are the module's own, others are put on before. */
function paddedInput(call: TorchCall, window: Window): { readonly x: string; readonly padding: readonly string[] } {
  const margins = marginsIn(call, window);
  const even = margins.every(([before, after]) => before === after);
  return even
    ? {
        x: given(call),
        padding: named(
          'padding',
          margins.map(([before]) => before),
          0,
        ),
      }
    : { x: padded(given(call), margins), padding: [] };
}

export function marginsIn(call: TorchCall, window: Window): readonly (readonly [number, number])[] {
  return window.size.map((_, axis) => windowPadding(shapeOf(call)[axis] ?? null, window, axis) ?? [0, 0]);
}

function hasBias({ args, node }: TorchCall): boolean {
  return flagOf(args, 'use_bias') !== false && node.owner.weights.some(({ name }) => name === 'bias');
}

function biasText(bias: boolean): readonly string[] {
  return bias ? [] : ['bias=False'];
}

function weightsOf(kernel: string, through: TorchWeight['through'] & string, bias: boolean): readonly TorchWeight[] {
  return [{ to: '.weight', from: kernel, through }, ...(bias ? [{ to: '.bias', from: 'bias' }] : [])];
}

function end(call: TorchCall, value: string): string {
  return activated(value, functionOf(call.args, 'activation') ?? null, call);
}
