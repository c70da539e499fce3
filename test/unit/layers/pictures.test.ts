import { describe, expect, it } from 'vitest';
import type { ArgumentValue } from '../../../server/src/language/layers/definition';
import type { Shape } from '../../../server/src/language/model/shape';
import { named, pictureOf, type Named } from '../../helpers/callLayer';

type Picture = [call: string, inputs: Shape[], args: (ArgumentValue | Named)[], gives: string];

/** Layer, inputs, arguments: what comes out and how many parameters, or the message and its fixes. */
const pictures: { readonly [title: string]: Picture[] } = {
  convolutions: [
    ['Conv2D', [[28, 28, 1]], [32, 3, named('activation', 'relu')], '26x26x32 320'],
    ['Conv2D', [[13, 13, 32]], [64, [3, 3]], '11x11x64 18496'],
    ['Conv2D', [[null, null, 3]], [64, 3, 1, 'same'], '?x?x64 1792'],
    ['Conv1D', [[100, 8]], [64, 3], '98x64 1600'],
    ['Conv1D', [[104, 1]], [32, 5, named('padding', 'causal'), named('dilation_rate', 4)], '104x32 192'],
    ['Conv3D', [[16, 64, 64, 1]], [64, [3, 3, 3]], '14x62x62x64 1792'],
    ['Conv2D', [[32, 32, 3]], [64, 3, 3, 'valid'], '10x10x64 1792'],
    ['Conv2D', [[8, 8, 4]], [6, 3, named('groups', 2)], '6x6x6 114'],
    [
      'Conv2D',
      [[3, 3, 1]],
      [10, 5],
      "Conv2D's kernel of 5x5 does not fit into 3x3: at most 3x3 | kernel_size=3 | padding=same",
    ],
    [
      'Conv2D',
      [[9, 9, 1]],
      [10, 5, named('dilation_rate', 3)],
      "Conv2D's kernel spans 13x13, more than 9x9 | kernel_size=3 | dilation_rate=2 | padding=same",
    ],
    [
      'Conv2D',
      [[784]],
      [32, 3],
      'Conv2D needs 3 axes (height, width, channels), got 784 | insert-before Reshape((28, 28, 1))',
    ],
    [
      'Conv2D',
      [[28, 28]],
      [32, 3],
      'Conv2D needs 3 axes (height, width, channels), got 28x28 | replace-layer Conv1D | insert-before Reshape((28, 28, 1))',
    ],
    [
      'Conv2D',
      [[8, 8, 3]],
      [4, 3, 2, named('dilation_rate', 2)],
      'Conv2D takes strides or dilation_rate beyond 1, not both | remove dilation_rate | remove strides',
    ],
    [
      'Conv2D',
      [[8, 8, 3]],
      [4, 3, named('groups', 2)],
      "Conv2D's groups must divide the input channels: 3 / 2 | groups=1",
    ],
    ['Conv2DTranspose', [[7, 7, 8]], [8, 3, 2, 'same'], '14x14x8 584'],
    ['Conv2DTranspose', [[7, 7, 8]], [16, 2, 2], '14x14x16 528'],
    ['DepthwiseConv2D', [[8, 8, 3]], [3, named('depth_multiplier', 2)], '6x6x6 60'],
    ['SeparableConv2D', [[8, 8, 3]], [16, 3], '6x6x16 91'],
  ],
  'fixed kernels': [
    ['Conv1D', [[100, 1]], [named('kernel', [-1, 1])], '99x1 2'],
    [
      'Conv2D',
      [[64, 64, 1]],
      [
        named('kernel', [
          [1, 2, 1],
          [0, 0, 0],
          [-1, -2, -1],
        ]),
        named('padding', 'same'),
      ],
      '64x64x1 9',
    ],
    [
      'Conv2D',
      [[64, 64, 3]],
      [
        named('kernel', [
          [1, 0],
          [0, 1],
        ]),
      ],
      'A fixed kernel sees one channel, but 64x64x3 has 3 | replace-layer DepthwiseConv2D',
    ],
    [
      'DepthwiseConv2D',
      [[64, 64, 3]],
      [
        named('kernel', [
          [1, 0],
          [0, 1],
        ]),
      ],
      '63x63x3 12',
    ],
    [
      'Conv2D',
      [[64, 64, 1]],
      [named('kernel', [1, 2])],
      'Conv2D needs a kernel of 2 axes, got one of 2 | replace-layer Conv1D',
    ],
    [
      'Conv2D',
      [[64, 64, 1]],
      [8, named('kernel', [[1]])],
      "Conv2D's filters follows from kernel: leave it out | remove filters",
    ],
  ],
  pooling: [
    ['MaxPool2D', [[26, 26, 32]], [2], '13x13x32 0'],
    ['AvgPool2D', [[11, 11, 3]], [], '5x5x3 0'],
    ['MaxPool2D', [[5, 5, 3]], [named('strides', 1), named('padding', 'same')], '5x5x3 0'],
    [
      'MaxPool2D',
      [[1, 1, 8]],
      [2],
      "MaxPool2D's window of 2x2 does not fit into 1x1: at most 1x1 | pool_size=1 | padding=same",
    ],
    ['L2Pool2D', [[24, 24, 20]], [2], '12x12x20 0'],
    ['GlobalAvgPool2D', [[4, 4, 128]], [], '128 0'],
    ['GlobalMaxPool1D', [[9, 5]], [named('keepdims', true)], '1x5 0'],
  ],
  'shapes and merging': [
    ['Flatten', [[3, 3, 64]], [], '576 0'],
    ['Flatten', [[3, null, 64]], [], '? 0'],
    ['Dense', [[576]], [64], '64 36928'],
    ['Dense', [[10, 8]], [4], '10x4 36'],
    ['Reshape', [[784]], [[28, -1, 1]], '28x28x1 0'],
    ['Reshape', [[10]], [[3, 3]], 'Reshape to (3, 3) takes 9 values, 10 has 10'],
    ['Reshape', [[12]], [[3, 5]], 'Reshape to (3, 5) takes 15 values, 12 has 12 | target_shape=(3, 4)'],
    ['Permute', [[10, 64]], [[2, 1]], '64x10 0'],
    [
      'Add',
      [
        [16, 16, 64],
        [16, 16, 64],
      ],
      [],
      '16x16x64 0',
    ],
    [
      'Add',
      [
        [16, 16, 64],
        [32, 32, 64],
      ],
      [],
      'Add needs equal shapes, got 16x16x64 and 32x32x64 | insert-before MaxPool2D(2)',
    ],
    [
      'Add',
      [
        [16, 16, 64],
        [16, 16, 32],
      ],
      [],
      'Add needs equal shapes, got 16x16x64 and 16x16x32 | insert-before Conv2D(64, 1) | insert-before Conv2D(32, 1)',
    ],
    [
      'concat',
      [
        [8, 8, 3],
        [8, 8, 5],
      ],
      [],
      '8x8x8 0',
    ],
    ['ReduceMean', [[70, 120, 3]], [[1, 2]], '3 0'],
    ['ReduceSum', [[5, 4]], [-1, named('keepdims', true)], '5x1 0'],
    [
      'ZeroPadding2D',
      [[5, 5, 3]],
      [
        [
          [0, 1],
          [0, 1],
        ],
      ],
      '6x6x3 0',
    ],
    ['Cropping1D', [[3, 2]], [2], 'Cropping1D cuts 4 off axis 1 of 3x2, nothing remains | cropping=1'],
    ['UpSampling2D', [[7, 7, 8]], [], '14x14x8 0'],
  ],
  normalization: [
    ['BatchNormalization', [[26, 26, 32]], [], '26x26x32 128'],
    ['BatchNormalization', [[8]], [named('scale', false)], '8 24'],
    ['BatchNormalization', [[8]], [4], "BatchNormalization's axis 4 is outside 8 (1 to 1 or -1) | axis=-1"],
    ['LayerNormalization', [[4, 6]], [[1, 2]], '4x6 48'],
    ['GroupNormalization', [[8, 8, 12]], [5], "GroupNormalization's 5 groups must divide the 12 channels | groups=4"],
    ['Normalization', [[3]], [], '3 7'],
    ['PReLU', [[8, 8, 3]], [named('shared_axes', [1, 2])], '8x8x3 3'],
  ],
  arguments: [
    [
      'Conv2D',
      [[8, 8, 3]],
      [named('kernal_size', 3), named('filters', 4)],
      'Conv2D has no argument kernal_size; did you mean kernel_size?',
    ],
    [
      'Conv2D',
      [[8, 8, 3]],
      [],
      'Conv2D needs filters: the number of output channels | Conv2D needs kernel_size: the size of the window, one number or one an axis',
    ],
    ['Conv2D', [[8, 8, 3]], [4, 3, 1, 'sam'], "Conv2D's padding must be valid or same, got sam"],
    ['Conv2D', [[8, 8, 3]], [4, 2.5], "Conv2D's kernel_size must be one or 2 whole numbers, got 2.5"],
    ['Dense', [[8]], [0], "Dense's units must be at least 1, got 0"],
    ['Dense', [[8]], [4, 'rellu'], "Dense's activation must be an activation, got rellu; did you mean relu?"],
    ['Dense', [[8]], [4, named('units', 5)], 'Dense gets units twice'],
    ['Dropout', [[8]], [1.5], "Dropout's rate must be at most 1, got 1.5"],
    ['ReLU', [[8]], [6, 0, 0, 1], 'ReLU takes at most 3 arguments by position'],
    [
      'Conv2D',
      [[8, 8, 3]],
      [4, 3, 1, 'same', 'channels_first'],
      "Conv2D's data_format must be channels_last, got channels_first",
    ],
  ],
};

describe.each(Object.entries(pictures))('%s', (_title, table) => {
  it.each(table)('%s on %j with %j', (layer, inputs, args, gives) => {
    expect(pictureOf(layer, inputs, args)).toBe(gives);
  });
});
