import type { LayerDefinition } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { flagOf, knownFlag, knownNumber, knownWord, numberOf } from '../readers';
import { add, subtract } from '../shared/arithmetic';
import { argumentProblem, gives } from '../shared/inference';
import { padSpatial } from '../shared/lowerWindow';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, flag, float, integer, parameter } from '../shared/parameters';
import { withFill } from './fillRange';
import { imageProblem } from './imageRank';
import { cropToAspectRatio, lowerResize } from './lowerResize';

/** keras/src/layers/preprocessing/image_preprocessing/resizing.py */
export const Resizing: LayerDefinition = {
  name: 'Resizing',
  aliases: [],
  category: 'preprocessing',
  summary: 'Resizes images to a fixed size.',
  parameters: [
    integer('height', 'The height of the output.', 1),
    integer('width', 'The width of the output.', 1),
    parameter(
      'interpolation',
      { kind: 'choice', values: ['bilinear', 'nearest', 'area'] },
      'bilinear',
      'How pixels between pixels are found.',
    ),
    flag('crop_to_aspect_ratio', false, 'Whether the image is cropped first, so that nothing is distorted.'),
    flag('pad_to_aspect_ratio', false, 'Whether the image is padded first, so that nothing is distorted or lost.'),
    parameter('fill_mode', { kind: 'choice', values: ['constant'] }, 'constant', 'How padding is filled.'),
    float('fill_value', 'The value of padding.', 0),
    dataFormat,
  ],
  inputs: { min: 1, max: 1 },
  onData: { movesPixels: true, range: withFill },
  inferShape: ([input = []], args) => {
    const problem = imageProblem('Resizing', input);
    if (problem !== undefined) return problem;
    if (flagOf(args, 'crop_to_aspect_ratio') === true && flagOf(args, 'pad_to_aspect_ratio') === true) {
      return argumentProblem('Resizing crops or pads to the aspect ratio, not both', 'pad_to_aspect_ratio', [
        { kind: 'remove', argument: 'pad_to_aspect_ratio' },
        { kind: 'remove', argument: 'crop_to_aspect_ratio' },
      ]);
    }
    return gives([numberOf(args, 'height') ?? null, numberOf(args, 'width') ?? null, input[2] ?? null]);
  },
  receptiveField: () => 'whole',
  lower: (context, inputs, args) => {
    const size = [knownNumber(args, 'height'), knownNumber(args, 'width')] as const;
    const image = onlyInput(inputs);
    const numbers = image.dtype === 'float32' ? image : context.apply('Cast', [image], { dtype: 'float32' });
    const framed = knownFlag(args, 'crop_to_aspect_ratio')
      ? cropToAspectRatio(context, numbers, size)
      : knownFlag(args, 'pad_to_aspect_ratio')
        ? padToAspectRatio(context, numbers, size, knownNumber(args, 'fill_value'))
        : numbers;
    return lowerResize(context, framed, size, knownWord(args, 'interpolation'));
  },
};

/** Equal margins on both sides; an odd one loses its last line, as in Keras. */
function padToAspectRatio(
  context: LoweringContext,
  image: Value,
  [height, width]: readonly [number, number],
  fill: number,
): Value {
  const [, rows = 1, columns = 1] = image.shape.map((size) => size ?? 1);
  const padHeight = Math.max(rows, Math.trunc((columns * height) / width));
  const padWidth = Math.max(columns, Math.trunc((rows * width) / height));
  const [top, left] = [Math.trunc((padHeight - rows) / 2), Math.trunc((padWidth - columns) / 2)];
  const margins = [
    [top, top],
    [left, left],
  ] as const;
  if (fill === 0 || (top === 0 && left === 0)) return padSpatial(context, image, margins);
  return add(context, padSpatial(context, subtract(context, image, fill), margins), fill);
}
