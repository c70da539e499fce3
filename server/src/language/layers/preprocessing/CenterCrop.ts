import type { LayerDefinition } from '../definition';
import { knownNumber, numberOf } from '../readers';
import { gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, integer } from '../shared/parameters';
import { imageProblem } from './imageRank';
import { cropImage, cropToAspectRatio, lowerResize } from './lowerResize';

/** keras/src/layers/preprocessing/image_preprocessing/center_crop.py: a smaller image is resized. */
export const CenterCrop: LayerDefinition = {
  name: 'CenterCrop',
  aliases: [],
  category: 'preprocessing',
  summary: 'Cuts the middle out of images; images that are too small are enlarged.',
  parameters: [
    integer('height', 'The height of the output.', 1),
    integer('width', 'The width of the output.', 1),
    dataFormat,
  ],
  inputs: { min: 1, max: 1 },
  onData: { keepsValues: true, movesPixels: true },
  inferShape: ([input = []], args) =>
    imageProblem('CenterCrop', input) ??
    gives([numberOf(args, 'height') ?? null, numberOf(args, 'width') ?? null, input[2] ?? null]),
  receptiveField: ([input = []], args) =>
    input.slice(0, 2).map((size, axis) => {
      const target = numberOf(args, axis === 0 ? 'height' : 'width');
      const offset = size === null || typeof target !== 'number' ? null : -Math.max(0, Math.floor((size - target) / 2));
      return { size: 1, stride: 1, dilation: 1, before: offset === 0 ? 0 : offset };
    }),
  lower: (context, inputs, args) => {
    const image = onlyInput(inputs);
    const size = [knownNumber(args, 'height'), knownNumber(args, 'width')] as const;
    const [, rows = 1, columns = 1] = image.shape.map((length) => length ?? 1);
    const begin = [Math.floor((rows - size[0]) / 2), Math.floor((columns - size[1]) / 2)] as const;
    if (begin[0] >= 0 && begin[1] >= 0) return cropImage(context, image, begin, size);
    return lowerResize(context, cropToAspectRatio(context, image, size), size, 'bilinear');
  },
};
