import { CenterCrop, enlarge } from './CenterCrop';
import { cutPicture } from './cutPicture';
import { between, numberArgument, type PipelineStep } from './pipelineStep';

/** keras/…/random_crop.py: any window in training, the middle otherwise. Here each example has a window of its own. */
export const RandomCrop: PipelineStep = {
  name: 'RandomCrop',
  movesValues: true,
  apply: (picture, args, use) => {
    if (!use.training) return CenterCrop.apply(picture, args, use);
    const height = numberArgument(args, 'height', picture.height);
    const width = numberArgument(args, 'width', picture.width);
    const [rows, columns] = [picture.height - height, picture.width - width];
    const [down, along] = [between(use.random, [0, 1]), between(use.random, [0, 1])];
    if (rows < 0 || columns < 0) return enlarge(picture, height, width, use.isMask);
    return cutPicture(picture, Math.floor(down * (rows + 1)), Math.floor(along * (columns + 1)), height, width);
  },
};
