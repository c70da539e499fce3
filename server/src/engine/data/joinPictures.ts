import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { emptyPicture, type Picture, type UsePicture } from './picture';

export interface PictureRows {
  /** Copies a picture, or throws a RunProblem where it has another size than the first. */
  readonly put: UsePicture;
  /** One tensor [N, …] of all that were put. */
  finish(): Tensor;
}

/** Gathers `count` pictures of the part `name` in a fresh array; `rank` is that of an example. */
export function joinPictures(count: number, name: string, rank = 3): PictureRows {
  let first: Picture | undefined;
  let { data } = emptyPicture('uint8', 0, 0, 0);
  return {
    put: (picture, row) => {
      if (first === undefined) {
        first = picture;
        data = emptyPicture(picture.dtype, count, 1, picture.data.length).data;
      }
      const { height, width, channels } = first;
      if (picture.height !== height || picture.width !== width || picture.channels !== channels)
        throw differentSizes(name, `${height}x${width}`, `${picture.height}x${picture.width}`);
      data.set(picture.data, row * picture.data.length);
    },
    finish: () => {
      const { height = 1, width = 1, channels = 1, dtype = 'uint8' } = first ?? {};
      return { dtype, shape: [count, ...shapeOf(rank, height, width, channels)], data };
    },
  };
}

function shapeOf(rank: number, height: number, width: number, channels: number): readonly number[] {
  if (rank >= 3) return [height, width, channels];
  if (rank === 2) return [height, width * channels];
  return rank === 1 ? [height * width * channels] : [];
}

function differentSizes(name: string, first: string, other: string): RunProblem {
  return new RunProblem('data/size', {
    message: `The examples of "${name}" have different sizes: ${first} and ${other}`,
    reason: 'All examples of a batch have one size.',
    nextStep: 'Put Resizing, CenterCrop or RandomCrop into the data declaration.',
  });
}
