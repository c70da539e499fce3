import { imageSet, type SourceDefinition } from '../sourceDefinition';

const classes = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** A. Krizhevsky's tiny photographs in ten classes. */
export const cifar10: SourceDefinition = {
  name: 'cifar10',
  summary: 'Photographs, 32×32 colour, ten classes: 50,000 to train, 10,000 to test.',
  parameters: [],
  describe: () => imageSet([32, 32, 3], classes, 50_000, 10_000),
};
