import { asFloats } from '../picture';
import { numberArgument, type PipelineStep } from './pipelineStep';

/** x · scale + offset, where it stands before a step that does not let it through to the program. */
export const Rescaling: PipelineStep = {
  name: 'Rescaling',
  movesValues: false,
  apply: (picture, args) => {
    const scale = Math.fround(numberArgument(args, 'scale', 1));
    const offset = Math.fround(numberArgument(args, 'offset', 0));
    const { data, ...rest } = asFloats(picture);
    return { ...rest, data: data.map((value) => Math.fround(value * scale) + offset) };
  },
};
