/** The networks that are trained, each as it stands in samples/ and, for the others, in their own languages. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface BenchModel {
  readonly name: string;
  readonly title: string;
  /** In samples/. */
  readonly sample: string;
  readonly source: 'mnist' | 'fashion_mnist' | 'cifar10';
  readonly image: readonly [number, number, number];
  readonly batchSize: number;
}

export const models: readonly BenchModel[] = [
  {
    name: 'mnist',
    title: 'MNIST convnet, 93,322 parameters, batch 64, RMSprop',
    sample: 'mnist.nn',
    source: 'mnist',
    image: [28, 28, 1],
    batchSize: 64,
  },
  {
    name: 'cifar',
    title: 'CIFAR-10 functional network, 122,570 parameters, batch 32, Adam',
    sample: 'cifar10.nn',
    source: 'cifar10',
    image: [32, 32, 3],
    batchSize: 32,
  },
  {
    name: 'fashion',
    title: 'Fashion-MNIST network, 1,413,834 parameters, batch 32, Nadam (Adam in tfjs-layers, which has no Nadam)',
    sample: 'fashion.nn',
    source: 'fashion_mnist',
    image: [28, 28, 1],
    batchSize: 32,
  },
  {
    name: 'residual',
    title: 'CIFAR-10 residual network with batch normalization, 326,442 parameters, batch 64, Adam',
    sample: 'residual.nn',
    source: 'cifar10',
    image: [32, 32, 3],
    batchSize: 64,
  },
];

/**
 * The sample's text without what the others do not do in the measured time: validation, and random flips of the
 * images as they are read.
 */
export async function readModel(root: string, { sample }: BenchModel): Promise<string> {
  const text = await readFile(join(root, 'samples', sample), 'utf8');
  return text.replace(/^\s*validation_\w+:.*\n/m, '').replace(' -> RandomFlip(horizontal)', '');
}
