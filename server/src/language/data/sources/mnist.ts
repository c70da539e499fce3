import { imageSet, type SourceDefinition } from '../sourceDefinition';

/** Y. LeCun's handwritten digits. */
export const mnist: SourceDefinition = {
  name: 'mnist',
  summary: 'Handwritten digits, 28×28 grey: 60,000 to train, 10,000 to test.',
  parameters: [],
  describe: () => imageSet([28, 28, 1], ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], 60_000, 10_000),
};
