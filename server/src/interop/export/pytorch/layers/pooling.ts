import { flagOf, sizesOf, wordOf } from '../../../../language/layers/readers';
import type { Window } from '../../../../language/layers/shared/window';
import { given, padded, shapeOf, sizesText, type TorchCall, type TorchLayer, type TorchWriter } from '../torchLayer';
import { marginsIn } from './convolution';

export const poolingWriters: { readonly [layer: string]: TorchWriter } = Object.fromEntries(
  [1, 2, 3].flatMap((rank): readonly (readonly [string, TorchWriter])[] => [
    [
      `MaxPool${rank}D`,
      (call) =>
        pooled(
          call,
          (x, window) =>
            `F.max_pool${rank}d(${padded(x, marginsIn(call, window), '-torch.inf')}, ${windowText(window)})`,
        ),
    ],
    [`AvgPool${rank}D`, (call) => pooled(call, (x, window) => averages(call, x, window, rank))],
    [`L2Pool${rank}D`, (call) => pooled(call, (x, window) => squares(call, x, window, rank))],
    [`GlobalAvgPool${rank}D`, (call) => overAll(call, 'mean', rank)],
    [`GlobalMaxPool${rank}D`, (call) => overAll(call, 'amax', rank)],
  ]),
);

function pooled(call: TorchCall, write: (x: string, window: Window) => string): TorchLayer {
  const size = sizesOf(call.args, 'pool_size') ?? [];
  const window = {
    size,
    stride: sizesOf(call.args, 'strides') ?? size,
    dilation: size.map(() => 1),
    padding: wordOf(call.args, 'padding') ?? 'valid',
  };
  return { forward: write(given(call), window) };
}

/** Padding does not count: the averages are divided by the share of each window that lies inside. */
function averages(call: TorchCall, x: string, window: Window, rank: number): string {
  const margins = marginsIn(call, window);
  if (margins.every(([before, after]) => before === 0 && after === 0))
    return `F.avg_pool${rank}d(${x}, ${windowText(window)})`;
  call.define(
    `avg_pool${rank}d_inside`,
    `
def avg_pool${rank}d_inside(x, margins, size, stride):
    """Average pooling to which the padding does not count."""
    inside = F.avg_pool${rank}d(F.pad(torch.ones_like(x[:1, :1]), margins), size, stride)
    return F.avg_pool${rank}d(F.pad(x, margins), size, stride) / inside
`,
  );
  return `avg_pool${rank}d_inside(${x}, (${[...margins].reverse().flat().join(', ')}), ${windowText(window)})`;
}

function squares(call: TorchCall, x: string, window: Window, rank: number): string {
  const count = window.size.reduce((product, size) => product * size, 1);
  return `torch.sqrt(F.avg_pool${rank}d(${padded(`${x} ** 2`, marginsIn(call, window))}, ${windowText(window)}) * ${count})`;
}

function overAll(call: TorchCall, method: string, rank: number): TorchLayer {
  const axes = Array.from({ length: rank }, (_, axis) => axis + 2);
  const keep = flagOf(call.args, 'keepdims') === true && shapeOf(call).length > 0 ? ', keepdim=True' : '';
  return { forward: `${given(call)}.${method}(dim=(${axes.join(', ')},)${keep})` };
}

function windowText({ size, stride }: Window): string {
  return `${sizesText(size)}, ${sizesText(stride)}`;
}
