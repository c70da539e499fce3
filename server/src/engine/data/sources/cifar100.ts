import { cifarArchive } from './cifarArchive';

const classes = `apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly
camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin
elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man
maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain
plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake
spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle
wardrobe whale willow_tree wolf woman worm`.split(/\s+/);

/** A hundred classes of tiny colour images (Krizhevsky 2009), with the fine labels, as Keras takes them. */
export const cifar100 = cifarArchive({
  name: 'cifar100',
  archive: {
    name: 'cifar-100-binary.tar.gz',
    remote: {
      url: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
      size: 168_513_733,
      sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
    },
  },
  folder: 'cifar-100-binary',
  trainFiles: ['train.bin'],
  testFiles: ['test.bin'],
  labels: { count: 2, index: 1 },
  classes,
});
