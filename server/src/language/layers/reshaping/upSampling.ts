import type { LayerDefinition } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { knownSizes, sizesOf, wordOf } from '../readers';
import { gives, rankProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, parameter, sizes } from '../shared/parameters';
import { addHeight, dropHeight, reshapeTo, sizesBehindBatch } from '../shared/reshape';

/** UpSampling1D to UpSampling3D: each place repeated, or in images interpolated. */
export function upSampling(rank: 1 | 2 | 3): LayerDefinition {
  const name = `UpSampling${rank}D`;
  const interpolation = parameter(
    'interpolation',
    { kind: 'choice', values: ['nearest', 'bilinear'] },
    'nearest',
    'nearest repeats, bilinear blends.',
  );
  return {
    name,
    aliases: [],
    category: 'reshaping',
    summary: 'Enlarges the input by whole factors.',
    parameters: [
      sizes('size', rank, 2, 'The factor, one number or one an axis.'),
      ...(rank === 1 ? [] : [dataFormat]),
      ...(rank === 2 ? [interpolation] : []),
    ],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => {
      const problem = rankProblem(name, input, rank, 'UpSampling#');
      if (problem !== undefined) return problem;
      const factors = sizesOf(args, 'size');
      return gives(
        input.map((size, axis) => {
          if (axis === rank) return size;
          const factor = factors?.[axis];
          return size === null || factor === undefined ? null : size * factor;
        }),
      );
    },
    receptiveField: (_inputs, args) =>
      sizesOf(args, 'size')?.map((factor) => ({
        size: factor,
        stride: 1,
        dilation: 1,
        before: factor - 1,
        upsample: factor,
      })) ?? [],
    lower: (context, inputs, args) => {
      const input = onlyInput(inputs);
      const factors = knownSizes(args, 'size');
      if (rank === 1)
        return dropHeight(context, resize(context, addHeight(context, input), [1, ...factors], 'nearest'));
      if (rank === 2) return resize(context, input, factors, wordOf(args, 'interpolation') ?? 'nearest');
      return enlargeVolume(context, input, factors);
    },
  };
}

/** By whole factors nearest neighbours are repetitions. */
function resize(context: LoweringContext, image: Value, factors: readonly number[], interpolation: string): Value {
  const size = factors.map((factor, axis) => factor * (image.shape[axis + 1] ?? 1));
  const operation = interpolation === 'bilinear' ? 'ResizeBilinear' : 'ResizeNearestNeighbor';
  return context.apply(operation, [image], { size, half_pixel_centers: true });
}

/** Height and width with the depth in the batch, then depth with the others as one axis. */
function enlargeVolume(
  context: LoweringContext,
  volume: Value,
  [deep = 1, high = 1, wide = 1]: readonly number[],
): Value {
  const [depth = 1, height = 1, width = 1, channels = 1] = sizesBehindBatch(volume);
  const slices = resize(context, reshapeTo(context, volume, [height, width, channels]), [high, wide], 'nearest');
  const places = height * high * width * wide;
  const columns = resize(context, reshapeTo(context, slices, [depth, places, channels]), [deep, 1], 'nearest');
  return reshapeTo(context, columns, [depth * deep, height * high, width * wide, channels]);
}
