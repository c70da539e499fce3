import type { ArgumentValue, LayerArguments } from '../../../language/layers/definition';
import { keptPlaces } from '../statistics';
import { asFloats, type Picture } from '../picture';
import type { PipelineStep } from './pipelineStep';

/** (x − mean) / max(√variance, 1e-7), by the axes that have a mean of their own; adapted before it is applied. */
export const Normalization: PipelineStep = {
  name: 'Normalization',
  movesValues: false,
  apply: (picture, args) => {
    const places = keptPlaces(shapeOf(picture), args['axis']);
    const mean = spread(args['mean'] ?? null, places.count);
    const deviation = spread(args['variance'] ?? null, places.count).map((variance) =>
      Math.max(Math.fround(Math.sqrt(variance)), 1e-7),
    );
    const { data, ...rest } = asFloats(picture);
    const isInverse = args['invert'] === true;
    const result = data.map((value, place) => {
      const index = places.of(place);
      const [middle, width] = [Math.fround(mean[index] ?? 0), deviation[index] ?? 1];
      return isInverse ? value * width + middle : Math.fround(value - middle) / width;
    });
    return { ...rest, data: result };
  },
};

export function isUnadapted(name: string, args: LayerArguments): boolean {
  return name === 'Normalization' && (args['mean'] ?? null) === null;
}

function shapeOf({ height, width, channels }: Picture): readonly number[] {
  return height === 1 && width === 1 ? [channels] : [height, width, channels];
}

/** One number for all, or the numbers one by one. */
function spread(value: ArgumentValue, count: number): readonly number[] {
  const numbers = flatten(value);
  return numbers.length === count ? numbers : new Array<number>(count).fill(numbers[0] ?? 0);
}

function flatten(value: ArgumentValue): readonly number[] {
  if (Array.isArray(value)) return (value as readonly ArgumentValue[]).flatMap(flatten);
  return typeof value === 'number' ? [value] : [];
}
