import { imageSet, type SourceDefinition } from '../sourceDefinition';

const classes = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** Zalando's clothes in the format of MNIST. */
export const fashionMnist: SourceDefinition = {
  name: 'fashion_mnist',
  summary: 'Clothes, 28×28 grey, ten kinds: 60,000 to train, 10,000 to test.',
  parameters: [],
  describe: () => imageSet([28, 28, 1], classes, 60_000, 10_000),
};
