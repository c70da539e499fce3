import { imageSet, type SourceDefinition } from '../sourceDefinition';

const coarse = [
  'aquatic mammals',
  'fish',
  'flowers',
  'food containers',
  'fruit and vegetables',
  'household electrical devices',
  'household furniture',
  'insects',
  'large carnivores',
  'large man-made outdoor things',
  'large natural outdoor scenes',
  'large omnivores and herbivores',
  'medium-sized mammals',
  'non-insect invertebrates',
  'people',
  'reptiles',
  'small mammals',
  'trees',
  'vehicles 1',
  'vehicles 2',
];
const fine = (
  'apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle ' +
  'chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house ' +
  'kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange ' +
  'orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal ' +
  'shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger ' +
  'tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm'
).split(' ');

/** A. Krizhevsky's tiny photographs in a hundred classes, or their twenty groups. */
export const cifar100: SourceDefinition = {
  name: 'cifar100',
  summary: 'Photographs, 32×32 colour, 100 classes: 50,000 to train, 10,000 to test.',
  parameters: [
    {
      name: 'labels',
      type: 'text',
      values: ['fine', 'coarse'],
      default: 'fine',
      summary: 'The hundred classes or their twenty groups.',
    },
  ],
  describe: (request) =>
    imageSet(
      [32, 32, 3],
      request.named['labels'] === 'coarse' || request.positional[0] === 'coarse' ? coarse : fine,
      50_000,
      10_000,
    ),
};
