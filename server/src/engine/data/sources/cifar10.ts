import { cifarArchive } from './cifarArchive';

/** Ten classes of tiny colour images (Krizhevsky 2009). */
export const cifar10 = cifarArchive({
  name: 'cifar10',
  archive: {
    name: 'cifar-10-binary.tar.gz',
    remote: {
      url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
      size: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
    },
  },
  folder: 'cifar-10-batches-bin',
  trainFiles: ['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_3.bin', 'data_batch_4.bin', 'data_batch_5.bin'],
  testFiles: ['test_batch.bin'],
  labels: { count: 1, index: 0 },
  classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
});
