import type { DataDescription } from '../description';
import type { DataStepDefinition } from '../stepDefinition';

/** Class labels as rows of zeros with a one at the class. */
export const OneHot: DataStepDefinition = {
  name: 'OneHot',
  aliases: ['one_hot'],
  category: 'preprocessing',
  summary: 'Turns class labels into one-hot rows.',
  parameters: [],
  inputs: { min: 1, max: 1 },
  inferShape: ([shape]) => ({ ok: true, output: shape }),
  actsOn: (description) => description.parts.filter((part) => part.type === 'class').map((part) => part.name),
  describe: (description): DataDescription => ({
    ...description,
    parts: description.parts.map((part) =>
      part.type === 'class'
        ? { ...part, shape: [...part.shape, part.classes?.length ?? null], type: 'float32', range: [0, 1] }
        : part,
    ),
  }),
};
